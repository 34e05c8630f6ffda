import type { Outcome } from '../message.ts';

/**
 * Whoever takes messages: one file each. `id` names the message; the other side may use it to recognize one that it has
 * already.
 *
 * - accepted: the other side has taken it.
 * - refused: it said that it never will (no such mailbox): failed for good.
 * - deferred: it said not now, or its answer got lost after it had the message; tried again, under the same id.
 * - unreachable: nobody was there to take it; tried again for as long as it takes.
 */
export interface EmailProvider {
  send(mail: { id: string; to: string; subject: string; html: string; text: string }): Promise<Outcome>;
}

export interface SmsProvider {
  send(sms: { id: string; to: string; text: string }): Promise<Outcome>;
}

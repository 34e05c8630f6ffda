import type { DeliveryOutcome } from '../message.ts';

/**
 * A provider of a channel; one file each. `id` identifies the message, so that the provider can recognise a duplicate.
 *
 * - accepted: the provider accepted the message.
 * - refused: the provider refused it permanently (no such mailbox); the message fails.
 * - deferred: a temporary refusal, or the response was lost after the message was sent; retried under the same id.
 * - unreachable: no connection; retried without limit.
 */
export interface EmailProvider {
  send(mail: { id: string; to: string; subject: string; html: string; text: string }): Promise<DeliveryOutcome>;
  /** Closes pooled connections. */
  close?(): void;
}

export interface SmsProvider {
  send(sms: { id: string; to: string; text: string }): Promise<DeliveryOutcome>;
}

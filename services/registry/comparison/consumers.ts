import { usesOf } from '../../../contracts/codegen/registry/pact-uses.ts';
import type { ContractChange } from '../../../generated/registry/types.ts';
import { dependentsOf } from '../broker/dependents.ts';
import { member } from '../contract.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { findVersion, type Kind } from '../store.ts';
import { listUses } from '../usage/store.ts';

/** Who uses an operation or a message: a pact asks for it, or it was measured. */
export interface User {
  consumer: string;
  /** `GET /orders/{orderId}`, or `OrderPaid`. */
  operation: string;
  /** The day of its last use; undefined for what only a pact says. */
  lastUsed?: string;
}

/** How far back use counts, as in the gate. */
const DAYS = 30;

/** Who uses what of a contract, as pacts and measurements say. */
export async function usersOf(prisma: PrismaClient, kind: Kind, name: string): Promise<User[]> {
  const [dependents, measured, latest] = await Promise.all([
    dependentsOf(prisma, name),
    listUses(prisma, kind, name, DAYS),
    findVersion(prisma, kind, name, 'latest'),
  ]);
  const asked = dependents.flatMap(({ consumer, pacts }) =>
    pacts.flatMap(pact =>
      usesOf(pact, latest?.document).flatMap(({ operation, message }) => {
        const used = kind === 'openapi' ? operation : message;
        return used === undefined ? [] : [{ consumer, operation: used }];
      }),
    ),
  );
  return [...asked, ...measured.map(({ consumer, operation, lastUsed }) => ({ consumer, operation, lastUsed }))];
}

/** The messages of a channel, in the documents that have it. */
const messagesOf = (channel: string, documents: readonly unknown[]): string[] =>
  documents.flatMap(document => {
    const messages = member(member(member(document, 'channels'), channel), 'messages');
    return typeof messages === 'object' && messages !== null ? Object.keys(messages) : [];
  });

interface Reaching {
  severity: string;
  message: string;
  /** Operations or channels. */
  at: readonly string[];
  hits: readonly string[];
}

/**
 * Who is known to use what a change breaks, or may break, by name. A message that the change names is the only one of
 * its channel that it reaches.
 */
export function consumersOfChange(
  { severity, message, at, hits }: Reaching,
  users: readonly User[],
  documents: readonly unknown[],
): ContractChange['consumers'] {
  if (hits.length === 0 || (severity !== 'breaking' && severity !== 'warning')) return [];
  const messages = at.flatMap(channel => messagesOf(channel, documents));
  const named = messages.filter(name => message.includes(`message ${name} of `));
  const reached = new Set([...at, ...(named.length > 0 ? named : messages)]);
  const byConsumer = Map.groupBy(
    users.filter(({ operation }) => reached.has(operation)),
    ({ consumer }) => consumer,
  );
  return [...byConsumer]
    .map(([consumer, uses]) => {
      const days = uses.flatMap(({ lastUsed }) => lastUsed ?? []).sort();
      const lastUsed = days.at(-1);
      return {
        consumer,
        hasPact: days.length < uses.length,
        ...(lastUsed !== undefined && { lastUsed }),
      };
    })
    .sort((one, other) => one.consumer.localeCompare(other.consumer));
}

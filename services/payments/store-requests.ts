import { z } from 'zod';
import type { SqlClient } from '../platform/data/database.ts';
import { insertIntoJobs } from '../platform/data/jobs.ts';
import { type BatchedEvent, type InTransaction, inboxTransaction, withBatch } from '../platform/messaging/inbox.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { SETTLEMENT } from './settlement-jobs.ts';
import { requestCancellation } from './store.ts';
import type { Tx } from './stored-payment.ts';

/** Requests that events of other services cause. */
export interface PaymentRequests {
  /** Records that the parcel left, so that the payment is captured. */
  capture(orderId: string): Promise<void>;
  /** Records that the order was cancelled. */
  cancel(orderId: string): Promise<void>;
}

const CAPTURE = `
UPDATE payments SET capture_wanted = true FROM wanted WHERE order_id = wanted.id AND NOT capture_wanted RETURNING payments.id`;
const DUE = `SELECT '${SETTLEMENT}' AS queue, id::text AS key, '{}'::jsonb AS payload, now() AS next_at FROM requested`;

const CAPTURE_ONE = `
WITH wanted AS (SELECT $1::uuid AS id), requested AS (${CAPTURE}), due AS (${DUE}) ${insertIntoJobs('due')}`;

/** Inserts the inbox rows of the events $2, and requests capture for those that are new: `$3` are their orders. */
const CAPTURE_ALL = `
WITH event AS (SELECT * FROM unnest($2::text[], $3::uuid[]) AS event (id, order_id)),
fresh AS (
  INSERT INTO inbox (consumer, event_id) SELECT $1, id FROM event ORDER BY id ON CONFLICT DO NOTHING RETURNING event_id AS id
), wanted AS (SELECT DISTINCT event.order_id AS id FROM event JOIN fresh USING (id)),
requested AS (${CAPTURE}), due AS (${DUE}), scheduled AS (${insertIntoJobs('due')})
SELECT id FROM fresh`;

const freshRows = z.array(z.object({ id: z.string() }));

/** Requests that take effect in the transaction `tx`. */
export const requestsIn = (tx: Tx, provider: string): PaymentRequests => ({
  capture: async orderId => void (await tx.$executeRawUnsafe(CAPTURE_ONE, orderId)),
  cancel: orderId => requestCancellation(tx, provider, orderId),
});

/** Orders to capture, by event id; undefined if an event requests a cancellation. */
async function captures(events: readonly BatchedEvent<PaymentRequests>[]): Promise<Map<string, string> | undefined> {
  const wanted = new Map<string, string>();
  let isCancelled = false;
  for (const { id, run } of events)
    await run({
      capture: async orderId => void wanted.set(id, orderId),
      async cancel() {
        isCancelled = true;
      },
    });
  return isCancelled || wanted.size < events.length ? undefined : wanted;
}

/**
 * Handles events with their inbox rows: batches of ShipmentCreated, the usual case, in one statement; batches with a
 * cancellation in a transaction.
 */
export function requestInbox(
  { database, sql }: { database: PrismaClient; sql: Pick<SqlClient, '$queryRawUnsafe'> },
  provider: string,
): InTransaction<PaymentRequests> {
  const inTransaction = inboxTransaction<Tx, PaymentRequests>(database, tx => requestsIn(tx, provider));
  return withBatch(async (consumer, events) => {
    const wanted = await captures(events);
    if (!wanted) return inTransaction.batch(consumer, events);
    const values = [[...wanted.keys()], [...wanted.values()]];
    const rows = freshRows.parse(await sql.$queryRawUnsafe<unknown>(CAPTURE_ALL, consumer, ...values));
    const fresh = new Set(rows.map(({ id }) => id));
    return events.map(({ id }) => (fresh.delete(id) ? 'handled' : 'duplicate'));
  });
}

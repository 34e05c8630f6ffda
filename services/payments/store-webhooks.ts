import type { SqlClient } from '../platform/data/database.ts';
import { insertIntoJobs } from '../platform/data/jobs.ts';
import { createBatcher } from '../platform/workers/batcher.ts';
import type { ProviderEvent } from './provider.ts';
import { SETTLEMENT } from './settlement-jobs.ts';

/** Time that an event waits for others of its batch, ms: they arrive in groups, and are not urgent. */
const LINGER_MS = 20;
/** The most events of one statement. */
const MAX_BATCH = 1_000;
/** Time in which the request that creates a payment can record its result before an event causes a retrieval. */
const REQUEST_SECONDS = 5;

/**
 * Stores the events of $1 once each, and enqueues the settlement of their payments: unless the state that an event
 * implies is recorded. Each index is read separately, since the planner reads a whole table for an OR of a join.
 */
const RECEIVE = `
WITH item AS (
  SELECT DISTINCT ON (id) * FROM jsonb_to_recordset($1::jsonb) AS item (id text, type text, "paymentId" uuid, intent text, "impliedStatus" text)
), received AS (
  INSERT INTO webhooks (id, type, payment_id, intent, handled_at) SELECT id, type, "paymentId", intent, now() FROM item
  ON CONFLICT DO NOTHING RETURNING id
), about AS (
  SELECT p.id, item."impliedStatus" FROM received JOIN item USING (id) JOIN payments p ON p.id = item."paymentId"
  UNION SELECT p.id, item."impliedStatus" FROM received JOIN item USING (id) JOIN payments p ON p.intent = item.intent
), due AS (
  SELECT '${SETTLEMENT}' AS queue, p.id::text AS key, '{}'::jsonb AS payload, min(CASE
    WHEN p.reference IS NULL AND p.asked AND p.created_at > now() - interval '${REQUEST_SECONDS} s'
    THEN now() + interval '${REQUEST_SECONDS} s' ELSE now() END) AS next_at
  FROM about JOIN payments p ON p.id = about.id
  WHERE NOT CASE about."impliedStatus"
    WHEN 'created' THEN p.reference IS NOT NULL
    WHEN 'authorized' THEN p.status IN ('authorized', 'captured', 'refunded')
    WHEN 'captured' THEN p.status IN ('captured', 'refunded')
    ELSE false END
  GROUP BY p.id
)
${insertIntoJobs('due')}`;

/**
 * Stores signed events, each once, those of concurrent requests in one batch. An event about one of our payments
 * enqueues its settlement; one whose state is recorded already, or about another object, has no effect.
 */
export function createEventReceiver(database: Pick<SqlClient, '$executeRawUnsafe'>) {
  return createBatcher<ProviderEvent>(
    async events => {
      await database.$executeRawUnsafe(RECEIVE, JSON.stringify(events));
    },
    { maxSize: MAX_BATCH, lingerMs: LINGER_MS },
  );
}

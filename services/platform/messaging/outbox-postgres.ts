import { z } from 'zod';
import { pauseFor } from '../backoff.ts';
import { pgSession } from '../data/session.ts';
import { createWakeUp } from '../workers/wake-up.ts';
import type { OutboxLease, OutboxSource } from './relay.ts';

/** One relay per database: the name of the lock is the same in all. */
const LOCK = `SELECT pg_try_advisory_lock(hashtextextended('outbox', 0)) AS acquired`;
/**
 * Deletes the published rows $3, and reads the next ones in order, up to about $2 bytes, in one statement: one round
 * trip a batch.
 */
const DELETE_AND_READ = `
WITH deleted AS (DELETE FROM outbox WHERE position = ANY ($3::bigint[]))
SELECT position::text, id, aggregateid, type, payload, topic, source, subject, time, traceparent, bytes_before::float8 FROM (
  SELECT *, sum(pg_column_size(payload)) OVER (ORDER BY outbox.position) - pg_column_size(payload) AS bytes_before
  FROM outbox WHERE position <> ALL ($3::bigint[]) ORDER BY outbox.position LIMIT $1
) oldest WHERE bytes_before <= $2 ORDER BY oldest.position`;
const DELETE = 'DELETE FROM outbox WHERE position = ANY ($1::bigint[])';
const PARK = `
WITH refused AS (DELETE FROM outbox WHERE position = $1 RETURNING *)
INSERT INTO parked_events
  (id, aggregatetype, aggregateid, type, payload, topic, source, subject, time, traceparent, reason, attempts)
SELECT id, aggregatetype, aggregateid, type, payload, topic, source, subject, time, traceparent, $2, $3 FROM refused
ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, attempts = excluded.attempts, parked_at = now()`;
const MAX_BYTES = 8 * 1024 * 1024;
/** A read of more bytes may have been cut by MAX_BYTES: payloads are below 1 MiB. */
const SOME_BYTES = MAX_BYTES / 2;
const STANDBY_POLL_MS = 1_000;
/** How long published rows wait to be deleted with the next read, ms. After a kill they are published again. */
const LINGER_MS = 300;

const rowsSchema = z.array(
  z.object({
    position: z.string(),
    id: z.string(),
    aggregateid: z.string(),
    type: z.string(),
    payload: z.unknown(),
    topic: z.string(),
    source: z.string(),
    subject: z.string(),
    time: z.date().transform(time => time.toISOString()),
    traceparent: z.string().nullable(),
    bytes_before: z.number(),
  }),
);

/**
 * The table `outbox` of a PostgreSQL database. The lease is an advisory lock of a dedicated session, which also runs
 * all statements: a process that lost the session can neither read nor delete. NOTIFY reports new rows.
 */
export function postgresOutbox(options: { url: string }): OutboxSource {
  return {
    async acquire(signal) {
      const client = await pgSession(options.url, 'outbox-relay');
      try {
        while (!signal.aborted) {
          const { rows } = await client.query(LOCK);
          if (rows[0]?.acquired === true) break;
          await pauseFor(STANDBY_POLL_MS, signal);
        }
        if (signal.aborted) {
          await client.end();
          return undefined;
        }
        await client.query('LISTEN outbox');
      } catch (error) {
        await client.end().catch(() => {});
        throw error;
      }
      const wakeUp = createWakeUp();
      let published: string[] = [];
      client.on('notification', wakeUp.wake).once('end', wakeUp.wake);
      const lease: OutboxLease = {
        async read(limit) {
          const values = [limit, MAX_BYTES, published];
          const result = await client.query({ name: 'read', text: DELETE_AND_READ, values });
          published = [];
          const rows = rowsSchema.parse(result.rows);
          if (rows.length === limit || (rows.at(-1)?.bytes_before ?? 0) > SOME_BYTES) wakeUp.wake();
          return rows.map(row => ({
            row: row.position,
            record: {
              id: row.id,
              topic: row.topic,
              key: row.aggregateid,
              type: row.type,
              source: row.source,
              subject: row.subject,
              time: row.time,
              payload: row.payload,
            },
            ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
          }));
        },
        async delete(rows) {
          published.push(...rows);
        },
        async park(row, { reason, attempts }) {
          await client.query(PARK, [row, reason, attempts]);
        },
        waitForRows: (ms, stop) => wakeUp.wait(published.length > 0 ? Math.min(ms, LINGER_MS) : ms, stop),
        async release() {
          if (published.length > 0) await client.query(DELETE, [published]).catch(() => {});
          await client.end();
        },
      };
      return lease;
    },
  };
}

import { z } from 'zod';
import { pauseFor } from '../backoff.ts';
import { pgSession } from '../data/locks.ts';
import type { OutboxLease, OutboxSource } from './relay.ts';

/** One relay per database: the name of the lock is the same in all. */
const LOCK = `SELECT pg_try_advisory_lock(hashtextextended('outbox', 0)) AS acquired`;
const READ = `SELECT position::text, id, aggregateid, type, payload, topic, source, subject, time, traceparent FROM outbox ORDER BY outbox.position LIMIT $1`;
const STANDBY_POLL_MS = 1_000;

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
      let notified = true;
      client.on('notification', () => {
        notified = true;
      });
      const lease: OutboxLease = {
        async read(limit) {
          notified = false;
          const { rows } = await client.query({ name: 'take', text: READ, values: [limit] });
          return rowsSchema.parse(rows).map(row => ({
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
          await client.query({
            name: 'remove',
            text: 'DELETE FROM outbox WHERE position = ANY($1::bigint[])',
            values: [rows],
          });
        },
        async waitForRows(ms, stop) {
          if (notified) return;
          const woken = new AbortController();
          const wake = () => woken.abort();
          client.once('notification', wake).once('end', wake);
          await pauseFor(ms, AbortSignal.any([stop, woken.signal]));
          client.off('notification', wake).off('end', wake);
        },
        async release() {
          await client.end();
        },
      };
      return lease;
    },
  };
}

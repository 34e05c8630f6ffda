import { z } from 'zod';
import type { FailedWork } from '../../../generated/platform/types.ts';
import type { SqlClient } from '../data/database.ts';
import { discardJob, type Job, listGivenUpJobs, retryJob } from '../data/jobs.ts';
import { type FailedWorkStore, listedPayload, MAX_LISTED_CHARACTERS } from './failed-work.ts';

const PARKED = `
SELECT id::text, type, aggregateid, topic, reason, attempts, parked_at AS "parkedAt",
  CASE WHEN length(payload::text) <= $2 THEN payload END AS payload
FROM parked_events ORDER BY parked_at DESC, id LIMIT $1`;
const UNPARK = `
WITH again AS (DELETE FROM parked_events WHERE id = ANY($1::uuid[]) RETURNING *), added AS (
  INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, topic, source, subject, time, traceparent)
  SELECT id, aggregatetype, aggregateid, type, payload, topic, source, subject, time, traceparent
  FROM again ORDER BY time, id
)
SELECT id::text FROM again`;
const DELETE_PARKED = 'DELETE FROM parked_events WHERE id = ANY($1::uuid[]) RETURNING id::text';

const parkedRows = z.array(
  z.object({
    id: z.string(),
    type: z.string(),
    aggregateid: z.string(),
    topic: z.string(),
    reason: z.string(),
    attempts: z.number(),
    parkedAt: z.date(),
    payload: z.unknown(),
  }),
);
const idRows = z.array(z.object({ id: z.string() }));

function failedJob(job: Job): FailedWork {
  return {
    kind: 'job',
    id: job.id,
    name: job.queue,
    key: job.key,
    attempts: job.attempts,
    error: job.lastError?.message ?? 'The process ended during each attempt.',
    failedAt: (job.gaveUpAt ?? job.nextAt).toISOString(),
    ...listedPayload(job.payload),
  };
}

function parkedEvent(row: z.output<typeof parkedRows>[number]): FailedWork {
  return {
    kind: 'event',
    id: row.id,
    name: row.type,
    key: row.aggregateid,
    topic: row.topic,
    attempts: row.attempts,
    error: row.reason,
    failedAt: row.parkedAt.toISOString(),
    ...(row.payload === null ? {} : { payload: row.payload }),
  };
}

/** The failed work in the platform's tables of a PostgreSQL database. */
export function postgresFailedWork(database: SqlClient): FailedWorkStore {
  const changed = async (
    ids: readonly string[],
    change: (database: SqlClient, id: string) => Promise<boolean>,
  ): Promise<string[]> => {
    const found: string[] = [];
    for (const id of ids) if (await change(database, id)) found.push(id);
    return found;
  };
  const changeEvents = async (statement: string, ids: readonly string[]): Promise<string[]> =>
    ids.length === 0 ? [] : idRows.parse(await database.$queryRawUnsafe<unknown>(statement, ids)).map(({ id }) => id);
  return {
    async list(limit) {
      const jobs = await listGivenUpJobs(database, { limit });
      const events = parkedRows.parse(await database.$queryRawUnsafe<unknown>(PARKED, limit, MAX_LISTED_CHARACTERS));
      return [...jobs.map(failedJob), ...events.map(parkedEvent)];
    },
    async retry({ jobs, events }) {
      return { jobs: await changed(jobs, retryJob), events: await changeEvents(UNPARK, events) };
    },
    async discard({ jobs, events }) {
      return { jobs: await changed(jobs, discardJob), events: await changeEvents(DELETE_PARKED, events) };
    },
  };
}

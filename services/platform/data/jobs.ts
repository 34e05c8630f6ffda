import { z } from 'zod';
import { type Failure, failureSchema } from '../failure.ts';
import { newId } from '../ids.ts';
import type { SqlClient } from './database.ts';

/**
 * A unit of work that is retried until it is finished or given up. A queue has at most one job for each key, so the
 * runs of a key never overlap.
 */
export interface Job {
  id: string;
  queue: string;
  key: string;
  /** JSON; the handler parses it. */
  payload: unknown;
  /** Attempts since the job was enqueued, this one included. */
  attempts: number;
  nextAt: Date;
  /** Why the last attempt failed; null before the first failure. */
  lastError: Failure | null;
  createdAt: Date;
  /** When the job was given up: it does not run again until somebody retries it. */
  gaveUpAt: Date | null;
}

const COLUMNS = `id, queue, key, payload, attempts, next_at AS "nextAt", last_error AS "lastError",
  created_at AS "createdAt", gave_up_at AS "gaveUpAt"`;

const jobs = z.array(
  z.object({
    id: z.string(),
    queue: z.string(),
    key: z.string(),
    payload: z.unknown(),
    attempts: z.number(),
    nextAt: z.date(),
    lastError: failureSchema.nullable(),
    createdAt: z.date(),
    gaveUpAt: z.date().nullable(),
  }),
);

/**
 * The attempts of a job begin anew, also where it was given up; a run in progress does not finish the newer request.
 */
const REPLACE = `ON CONFLICT (queue, key) DO UPDATE SET payload = excluded.payload, version = job.version + 1, attempts = 0,
  last_error = NULL, gave_up_at = NULL, next_at = `;
/**
 * Columns hold milliseconds and round to the nearest: a job that is due now must not become due in half a millisecond.
 */
const milliseconds = (time: string): string => `date_trunc('milliseconds', ${time})`;
const ENQUEUE = `
INSERT INTO jobs AS job (id, queue, key, payload, next_at)
VALUES ($1::uuid, $2, $3, $4::jsonb, ${milliseconds('coalesce($5::timestamptz, now())')}) ${REPLACE} excluded.next_at`;

/**
 * `enqueueJob` for many jobs, as a part of the statement that makes the jobs necessary (WITH … AS). `rows` is the name
 * of a part with their `queue`, `key`, `payload` and `next_at`, each key once. A job that is due earlier stays so.
 */
export const insertIntoJobs = (rows: string): string => `
INSERT INTO jobs AS job (id, queue, key, payload, next_at)
SELECT gen_random_uuid(), queue, key, payload, ${milliseconds('next_at')} FROM ${rows}
${REPLACE} CASE WHEN job.gave_up_at IS NULL THEN least(job.next_at, excluded.next_at) ELSE excluded.next_at END`;

/**
 * Adds a job in the transaction `tx` that makes it necessary. A second job of the same key replaces the first: its
 * payload and time count, and its attempts begin anew, also when the first was given up or is running.
 */
export async function enqueueJob(
  tx: Pick<SqlClient, '$executeRawUnsafe'>,
  job: { queue: string; key: string; payload: unknown; runAt?: Date },
): Promise<void> {
  const { queue, key, payload, runAt } = job;
  await tx.$executeRawUnsafe(ENQUEUE, newId(), queue, key, JSON.stringify(payload), runAt ?? null);
}

/**
 * Deletes the job of a key, for work that is no longer necessary; false when there was none. A run in progress loses
 * its lease.
 */
export async function removeJob(
  tx: Pick<SqlClient, '$executeRawUnsafe'>,
  { queue, key }: { queue: string; key: string },
): Promise<boolean> {
  return (await tx.$executeRawUnsafe('DELETE FROM jobs WHERE queue = $1 AND key = $2', queue, key)) === 1;
}

/** A position in the list of jobs that were given up. */
export interface GivenUpPosition {
  gaveUpAt: Date;
  id: string;
}

/** Jobs that were given up, latest first, at most `limit`, from after a position on; of one queue, where given. */
export async function listGivenUpJobs(
  database: SqlClient,
  options: { limit: number; queue?: string; after?: GivenUpPosition },
): Promise<Job[]> {
  const { limit, queue, after } = options;
  const rows = await database.$queryRawUnsafe<unknown>(
    `SELECT ${COLUMNS} FROM jobs
     WHERE gave_up_at IS NOT NULL AND queue = coalesce($2, queue)
       AND ($3::timestamptz IS NULL OR (gave_up_at, id) < ($3::timestamptz, $4::uuid))
     ORDER BY gave_up_at DESC, id DESC LIMIT $1`,
    limit,
    queue ?? null,
    after?.gaveUpAt ?? null,
    after?.id ?? null,
  );
  return jobs.parse(rows);
}

/** Runs a job that was given up again, at once and with all its attempts; false when there is none with this id. */
export async function retryJob(database: Pick<SqlClient, '$executeRawUnsafe'>, id: string): Promise<boolean> {
  const updated = await database.$executeRawUnsafe(
    `UPDATE jobs SET attempts = 0, next_at = ${milliseconds('now()')}, gave_up_at = NULL
     WHERE id = $1::uuid AND gave_up_at IS NOT NULL`,
    id,
  );
  return updated === 1;
}

/** Deletes a job that was given up and is no longer needed; false when there is none. */
export async function discardJob(database: Pick<SqlClient, '$executeRawUnsafe'>, id: string): Promise<boolean> {
  const deleted = await database.$executeRawUnsafe(
    'DELETE FROM jobs WHERE id = $1::uuid AND gave_up_at IS NOT NULL',
    id,
  );
  return deleted === 1;
}

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Failure, failureSchema } from '../failure.ts';
import type { SqlClient } from './database.ts';

/** A job that this process runs, under a lease that other processes respect. */
export interface LeasedJob {
  id: string;
  queue: string;
  key: string;
  payload: unknown;
  /** Attempts, this one included. A process that is killed during an attempt has used it up. */
  attempts: number;
  version: number;
  lease: string;
  /** Why the attempt before failed; null when it did not. */
  lastError: Failure | null;
}

const claimSchema = z.object({
  nextAt: z.date().nullable(),
  jobs: z.array(
    z.object({
      id: z.string(),
      queue: z.string(),
      key: z.string(),
      payload: z.unknown(),
      attempts: z.number(),
      version: z.number(),
      lease: z.string(),
      lastError: failureSchema.nullable(),
    }),
  ),
});

const CLAIM = `
WITH due AS (
  SELECT id FROM jobs
  WHERE queue = $1 AND gave_up_at IS NULL AND next_at <= now() AND (leased_until IS NULL OR leased_until < now())
  ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE jobs SET lease = $3::uuid, leased_until = now() + $4::int * interval '1 ms', attempts = attempts + 1
  WHERE id IN (SELECT id FROM due)
  RETURNING id, queue, key, payload, attempts, version, lease, last_error AS "lastError"
)
SELECT (SELECT coalesce(jsonb_agg(claimed), '[]') FROM claimed) AS jobs,
  (SELECT next_at FROM jobs WHERE queue = $1 AND gave_up_at IS NULL AND next_at > now() ORDER BY next_at LIMIT 1) AS "nextAt"`;
const RENEW = `UPDATE jobs SET leased_until = now() + $3::int * interval '1 ms' WHERE id = $1::uuid AND lease = $2::uuid`;
const FINISH = 'DELETE FROM jobs WHERE id = $1::uuid AND lease = $2::uuid AND version = $3';
const RETURN = `
UPDATE jobs SET lease = NULL, leased_until = NULL, attempts = greatest(0, attempts - 1)
WHERE id = $1::uuid AND lease = $2::uuid`;
/** For a job that was enqueued again during its run. */
const RELEASE = `UPDATE jobs SET lease = NULL, leased_until = NULL, attempts = 0 WHERE id = $1::uuid AND lease = $2::uuid`;
const RESCHEDULE = `
UPDATE jobs SET lease = NULL, leased_until = NULL, attempts = 0, last_error = NULL,
  next_at = CASE WHEN version = $3 THEN now() + $4::int * interval '1 ms' ELSE next_at END
WHERE id = $1::uuid AND lease = $2::uuid`;
const FAIL = `
UPDATE jobs SET lease = NULL, leased_until = NULL,
  attempts = CASE WHEN version = $3 THEN attempts ELSE 0 END,
  last_error = CASE WHEN version = $3 THEN $4::jsonb END,
  next_at = CASE WHEN version = $3 THEN now() + $5::int * interval '1 ms' ELSE next_at END,
  gave_up_at = CASE WHEN version = $3 AND $6::boolean THEN now() END
WHERE id = $1::uuid AND lease = $2::uuid`;

/**
 * Claims jobs of a queue that are due, the longest due first, at most `limit`, for `leaseMs`. `nextAt` is when the next
 * one is due that is not due yet; null when there is none.
 */
export async function claimJobs(
  database: SqlClient,
  queue: string,
  limit: number,
  leaseMs: number,
): Promise<{ jobs: LeasedJob[]; nextAt: Date | null }> {
  const [row] = await database.$queryRawUnsafe<unknown[]>(CLAIM, queue, limit, randomUUID(), leaseMs);
  return claimSchema.parse(row);
}

/** Extends the lease of a job by `leaseMs`; false when it was lost. */
export async function renewLease(database: SqlClient, job: LeasedJob, leaseMs: number): Promise<boolean> {
  return (await database.$executeRawUnsafe(RENEW, job.id, job.lease, leaseMs)) === 1;
}

/**
 * Deletes a finished job, or releases one that was enqueued again meanwhile (`onRelease` is called then); false when
 * the lease was lost.
 */
export async function finishJob(
  database: Pick<SqlClient, '$executeRawUnsafe'>,
  job: LeasedJob,
  onRelease: () => void = () => {},
): Promise<boolean> {
  if ((await database.$executeRawUnsafe(FINISH, job.id, job.lease, job.version)) === 1) return true;
  const isReleased = (await database.$executeRawUnsafe(RELEASE, job.id, job.lease)) === 1;
  if (isReleased) onRelease();
  return isReleased;
}

/** Lets a job run again after `delayMs`, with all its attempts. */
export async function rescheduleJob(database: SqlClient, job: LeasedJob, delayMs: number): Promise<void> {
  await database.$executeRawUnsafe(RESCHEDULE, job.id, job.lease, job.version, Math.round(delayMs));
}

/** Releases a job whose attempt was interrupted: it is due again, and the attempt does not count. */
export async function returnJob(database: SqlClient, job: LeasedJob): Promise<void> {
  await database.$executeRawUnsafe(RETURN, job.id, job.lease);
}

/** Stores the failure of an attempt: the job runs again after `delayMs`, or is given up. */
export async function failJob(
  database: SqlClient,
  job: LeasedJob,
  outcome: { failure: Failure; delayMs: number; giveUp: boolean },
): Promise<void> {
  const { failure, delayMs, giveUp } = outcome;
  const error = JSON.stringify(failure);
  await database.$executeRawUnsafe(FAIL, job.id, job.lease, job.version, error, Math.round(delayMs), giveUp);
}

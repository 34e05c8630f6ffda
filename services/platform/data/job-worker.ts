import { backoff } from '../backoff.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { Log } from '../observability/log.ts';
import { jobRuns } from '../observability/metrics.ts';
import { inTrace, startTrace } from '../observability/trace.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import { createWakeUp } from '../workers/wake-up.ts';
import type { SqlClient } from './database.ts';
import { claimJobs, failJob, finishJob, type LeasedJob, renewLease, rescheduleJob, returnJob } from './job-lease.ts';
import type { Listener } from './listener.ts';

/** A job during its run. */
export interface JobRun {
  readonly key: string;
  readonly payload: unknown;
  /** Attempts, this one included. */
  readonly attempts: number;
  /** Aborted when the service stops or the lease is lost. */
  readonly signal: AbortSignal;
  /**
   * Finishes the job in the transaction `tx` that has its effect, so that both happen or neither. Throws when the lease
   * was lost; let it abort the transaction.
   */
  finishIn(tx: Pick<SqlClient, '$executeRawUnsafe'>): Promise<void>;
}

/** The result of a run: finished, or to be run again after a pause (ms), for work that waits for something. */
export type JobResult = 'finished' | { runAgainAfterMs: number };

export interface JobWorkerOptions {
  database: SqlClient;
  queue: string;
  /** Does the work. An error is classified by `failureOf`; throw FailureError to say which failure it is. */
  handle(job: JobRun): Promise<JobResult>;
  /**
   * Applies the end of a job that is given up to its aggregate (`payment failed`), before the job is marked. Runs again
   * when it throws.
   */
  onGiveUp?(job: Pick<JobRun, 'key' | 'payload'>, failure: Failure): Promise<void>;
  log: Log;
  /** Jobs that run concurrently in this process; default 4. */
  concurrency?: number;
  /** Attempts before a job is given up; default 20, which takes some 8 hours with the default pauses. */
  maxAttempts?: number;
  /** The first pause between attempts, ms, doubling; default 1,000. */
  firstPauseMs?: number;
  /** The longest pause between attempts, ms; default one hour. */
  maxPauseMs?: number;
  /** How long a lease lasts that is not renewed, ms; default 30,000. The jobs of a killed process run after it. */
  leaseMs?: number;
  /** Reports jobs of other transactions and processes as soon as they are due. */
  listener?: Listener;
  /** The polling interval, ms; default 250, or with a listener 10,000. */
  pollMs?: number;
}

const HOUR_MS = 60 * 60_000;
/** The pause after a failure of `onGiveUp` or of the database, ms. */
const RECOVERY_MS = 5_000;

/**
 * Runs the jobs of a queue, in every process that has one (FOR UPDATE SKIP LOCKED). A failed attempt is retried with
 * backoff and jitter, so it never delays other jobs. A job is given up when it is refused, or after `maxAttempts`: it
 * stays in the table with its error, is logged as an alert, and runs again when somebody retries it (jobs.ts).
 * A run happens at least once: make handlers idempotent, or finish the job in the transaction of its effect.
 */
export function createJobWorker(options: JobWorkerOptions): Worker {
  const { database, queue, log, concurrency = 4, maxAttempts = 20, leaseMs = 30_000, listener } = options;
  const { pollMs = listener ? 10_000 : 250 } = options;
  const { firstPauseMs = 1_000, maxPauseMs = HOUR_MS } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const wakeUp = createWakeUp();
  let finished: Promise<void> | undefined;

  /** `leave` is called when the job is left to run again, at once or later: nothing else reports that. */
  async function handle(job: LeasedJob, leave: () => void): Promise<JobResult> {
    const lost = new AbortController();
    const renewal = setInterval(() => {
      renewLease(database, job, leaseMs).then(
        isOurs => {
          if (!isOurs) lost.abort();
        },
        error => log.warn({ error, queue, key: job.key }, 'the lease of a job could not be renewed'),
      );
    }, leaseMs / 3);
    try {
      return await options.handle({
        key: job.key,
        payload: job.payload,
        attempts: job.attempts,
        signal: AbortSignal.any([stopping.signal, lost.signal]),
        async finishIn(tx) {
          if (!(await finishJob(tx, job, leave))) throw new Error(`the lease of job ${queue} ${job.key} was lost`);
        },
      });
    } finally {
      clearInterval(renewal);
    }
  }

  async function giveUp(job: LeasedJob, failure: Failure): Promise<void> {
    try {
      await options.onGiveUp?.(job, failure);
    } catch (error) {
      await failJob(database, job, { failure, delayMs: RECOVERY_MS, giveUp: false });
      log.error({ error, queue, key: job.key, failure }, 'a job could not be given up');
      return;
    }
    await failJob(database, job, { failure, delayMs: 0, giveUp: true });
    jobRuns.inc({ queue, outcome: 'gave_up' });
    log.error({ queue, key: job.key, attempts: job.attempts, failure, alert: 'job_gave_up' }, 'a job was given up');
  }

  async function fail(job: LeasedJob, error: unknown): Promise<void> {
    // An attempt that a shutdown aborted does not count.
    if (stopping.signal.aborted) return returnJob(database, job);
    const failure = failureOf(error);
    const about = { error, queue, key: job.key, attempts: job.attempts, failure };
    if (failure.kind === 'refused' || job.attempts >= maxAttempts) return giveUp(job, failure);
    const least = failure.kind === 'temporary' ? (failure.retryAfterMs ?? 0) : 0;
    const delayMs = Math.max(least, backoff(job.attempts - 1, firstPauseMs, maxPauseMs));
    await failJob(database, job, { failure, delayMs, giveUp: false });
    jobRuns.inc({ queue, outcome: failure.kind });
    log[failure.kind === 'misconfigured' ? 'error' : 'warn'](about, 'a job will be retried');
  }

  async function run(job: LeasedJob, leave: () => void): Promise<void> {
    // Without an error the process ended during each attempt: the work itself may have ended it.
    if (job.attempts > maxAttempts)
      return giveUp(job, job.lastError ?? { kind: 'misconfigured', message: 'The process ended during each attempt.' });
    let result: JobResult;
    try {
      result = await handle(job, leave);
    } catch (error) {
      leave();
      return fail(job, error);
    }
    if (result === 'finished') await finishJob(database, job, leave);
    else {
      await rescheduleJob(database, job, result.runAgainAfterMs);
      leave();
    }
    jobRuns.inc({ queue, outcome: result === 'finished' ? 'finished' : 'rescheduled' });
  }

  function start(job: LeasedJob): void {
    let isLeft = false;
    const leave = () => {
      isLeft = true;
    };
    const task = inTrace(startTrace(undefined), () => run(job, leave)).catch(error =>
      // The lease expires, then the job runs again.
      log.error({ error, queue, key: job.key }, 'the end of a job could not be stored'),
    );
    const tracked: Promise<void> = task.finally(() => {
      running.delete(tracked);
      if (isLeft) wakeUp.wake();
    });
    running.add(tracked);
  }

  async function poll(): Promise<void> {
    const unsubscribe = listener?.channel('jobs', queue)(wakeUp.wake);
    while (!stopping.signal.aborted) {
      const free = concurrency - running.size;
      if (free <= 0) {
        await Promise.race(running);
        continue;
      }
      try {
        const { jobs, nextAt } = await claimJobs(database, queue, free, leaseMs);
        for (const job of jobs) start(job);
        const untilNext = nextAt ? Math.max(0, nextAt.getTime() - Date.now()) : pollMs;
        if (jobs.length < free) await wakeUp.wait(Math.min(pollMs, untilNext), stopping.signal);
      } catch (error) {
        log.warn({ error, queue }, 'due jobs could not be claimed');
        await wakeUp.wait(RECOVERY_MS, stopping.signal);
      }
    }
    unsubscribe?.();
    await Promise.all(running);
  }

  return {
    name: `jobs ${queue}`,
    async start() {
      finished = poll();
    },
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}

import { backoff, pauseUntil } from '../backoff.ts';
import type { Locks } from '../data/locks.ts';
import type { Flow } from '../observability/flow.ts';
import type { Log } from '../observability/log.ts';
import { workerRuns } from '../observability/metrics.ts';
import { inTrace, startTrace } from '../observability/trace.ts';
import { createWakeUp, type WakeSource } from './wake-up.ts';

/** A background task of a service. service.ts starts and stops it. */
export interface Worker {
  readonly name: string;
  /** Measures of its work for `/health/flow`. */
  readonly flows?: readonly Flow[];
  /** Returns once the task runs; its dependencies may still be down. */
  start(): Promise<void>;
  /** Starts no new work and waits for the work in progress. */
  stop(): Promise<void>;
}

/** How soon a process that did not get the lock tries again, at the latest, ms. */
const STANDBY_MS = 1_000;

/**
 * Calls `run` periodically, in one process at a time: a process that cannot get the lock skips the run. `ms` is the
 * pause between the end of a run and the start of the next; it ends early when `wakeUps` report work, and at the time
 * that the run gave to `runAgainAt` (the earliest counts). A run that throws is logged; the next run follows as usual.
 * The signal is aborted when the service stops or the lock is lost. Runs begin at least `minIntervalMs` (default 0)
 * apart, so that under load each does the work of several wake-ups.
 */
export function periodicWorker(
  ms: number,
  name: string,
  run: (signal: AbortSignal, runAgainAt: (at: Date) => void) => Promise<void>,
  options: { locks: Locks; log: Log; wakeUps?: WakeSource; minIntervalMs?: number },
): Worker {
  const stopping = new AbortController();
  const wakeUp = createWakeUp();
  let finished: Promise<void> | undefined;
  let failures = 0;

  /** The pause until the next run, ms. */
  async function runOnce(): Promise<number> {
    let pause = ms;
    const runAgainAt = (at: Date) => {
      pause = Math.min(pause, Math.max(0, at.getTime() - Date.now()));
    };
    try {
      const ran = await inTrace(startTrace(undefined), () =>
        options.locks.runExclusive(name, lost => run(AbortSignal.any([lost, stopping.signal]), runAgainAt)),
      );
      failures = 0;
      workerRuns.inc({ worker: name, outcome: ran ? 'done' : 'elsewhere' });
      return ran ? pause : Math.min(ms, STANDBY_MS);
    } catch (error) {
      workerRuns.inc({ worker: name, outcome: 'failed' });
      options.log.error({ error, worker: name }, 'a worker failed');
      return Math.min(ms, backoff(failures++, 1_000, 60_000));
    }
  }

  async function loop(): Promise<void> {
    const unsubscribe = options.wakeUps?.(wakeUp.wake);
    while (!stopping.signal.aborted) {
      const began = performance.now();
      await wakeUp.wait(await runOnce(), stopping.signal);
      await pauseUntil(began + (options.minIntervalMs ?? 0), stopping.signal);
    }
    unsubscribe?.();
  }

  return {
    name,
    async start() {
      finished = loop();
    },
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}

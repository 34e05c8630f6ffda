import { pauseFor } from './backoff.ts';
import type { Locks } from './data/locks.ts';
import type { Flow } from './observability/flow.ts';
import type { Log } from './observability/log.ts';
import { workerRuns } from './observability/metrics.ts';
import { inTrace, startTrace } from './observability/trace.ts';

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

/**
 * Calls `run` periodically, in one process at a time: a process that cannot get the lock skips the run. `ms` is the
 * pause between the end of a run and the start of the next. A run that throws is logged; the next run follows as usual.
 * The signal is aborted when the service stops or the lock is lost.
 */
export function periodicWorker(
  ms: number,
  name: string,
  run: (signal: AbortSignal) => Promise<void>,
  options: { locks: Locks; log: Log },
): Worker {
  const stopping = new AbortController();
  let finished: Promise<void> | undefined;

  async function runOnce(): Promise<void> {
    try {
      const ran = await inTrace(startTrace(undefined), () =>
        options.locks.runExclusive(name, lost => run(AbortSignal.any([lost, stopping.signal]))),
      );
      workerRuns.inc({ worker: name, outcome: ran ? 'done' : 'elsewhere' });
    } catch (error) {
      workerRuns.inc({ worker: name, outcome: 'failed' });
      options.log.error({ error, worker: name }, 'a worker failed');
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await runOnce();
      await pauseFor(ms, stopping.signal);
    }
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

import { setTimeout as sleep } from 'node:timers/promises';
import type { Locks } from './data/locks.ts';
import type { Log } from './observability/log.ts';
import { workerRuns } from './observability/metrics.ts';
import { inTrace, startTrace } from './observability/trace.ts';

/** Something that runs beside the requests of a service: service.ts starts it and stops it. */
export interface Worker {
  readonly name: string;
  /** Returns as soon as it runs; what it depends on may still be down. */
  start(): Promise<void>;
  /** Takes up nothing new and waits for what it is doing. */
  stop(): Promise<void>;
}

/**
 * How long to wait after the `failures`-th failure (from 0) in a row: doubling from `first` ms up to `most`, half of it
 * by chance.
 */
export function backoff(failures: number, first: number, most: number): number {
  const full = Math.min(most, first * 2 ** Math.min(failures, 20));
  return full / 2 + (Math.random() * full) / 2;
}

/** Waits `ms`, or until the signal is aborted; never throws. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/**
 * Calls `run` every `ms` (after the last run ended), in one process at a time: `locks` lets the others skip their turn.
 * A run that throws is logged and tried again at the next turn. `run` gets a signal that is aborted when the service
 * stops or the lock is lost.
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
      const held = await inTrace(startTrace(undefined), () =>
        options.locks.runExclusive(name, lost => run(AbortSignal.any([lost, stopping.signal]))),
      );
      workerRuns.inc({ worker: name, outcome: held ? 'done' : 'elsewhere' });
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

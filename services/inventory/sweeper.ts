import type { Locks } from '../platform/data/locks.ts';
import type { Log } from '../platform/observability/log.ts';
import { periodicWorker, type Worker } from '../platform/workers.ts';
import { sweepExpired } from './reservations.ts';
import type { Database } from './store.ts';

const EVERY_MS = 1_000;

/**
 * A worker that releases the stock of expired reservations. Until then their units stay reserved: they return late, and
 * are never sold twice.
 */
export function sweeper(options: { database: Database; locks: Locks; log: Log }): Worker {
  const run = async (signal: AbortSignal) => {
    const swept = await sweepExpired(options.database, signal);
    if (swept > 0) options.log.info({ swept }, 'reservations expired');
  };
  return periodicWorker(EVERY_MS, 'sweep-reservations', run, options);
}

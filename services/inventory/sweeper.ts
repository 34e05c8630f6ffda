import type { Locks } from '../platform/data/locks.ts';
import type { Log } from '../platform/observability/log.ts';
import { periodicWorker, type Worker } from '../platform/workers/periodic-worker.ts';
import { sweepExpired } from './reservations.ts';
import { type Database, nextExpiry } from './store.ts';

/** Maximum pause between sweeps; a reservation shorter than this is released up to as much later, ms. */
const EVERY_MS = 5_000;

/**
 * A worker that releases the stock of expired reservations. Until then their units stay reserved: they return late, and
 * are never sold twice.
 */
export function sweeper(options: { database: Database; locks: Locks; log: Log }): Worker {
  const run = async (signal: AbortSignal, runAgainAt: (at: Date) => void) => {
    const next = await nextExpiry(options.database);
    if (next === undefined) return;
    if (next.getTime() > Date.now()) return runAgainAt(next);
    const swept = await sweepExpired(options.database, signal);
    if (swept === 0) return;
    options.log.info({ swept }, 'reservations expired');
    runAgainAt(new Date());
  };
  return periodicWorker(EVERY_MS, 'sweep-reservations', run, options);
}

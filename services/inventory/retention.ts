import type { Locks } from '../platform/data/locks.ts';
import type { Log } from '../platform/observability/log.ts';
import { periodicWorker, type Worker } from '../platform/workers.ts';
import { type Database, deleteReservations } from './store.ts';

const SIX_HOURS_MS = 6 * 60 * 60_000;
const BATCH = 1_000;
/** How long a reservation is kept after it was made, days: events of its order arrive within days. */
const KEPT_DAYS = { released: 90, expired: 90, sold: 400 } as const;

/** A worker that deletes reservations that ended long ago; what they changed stays in the ledger. */
export function retention(options: { database: Database; locks: Locks; log: Log }): Worker {
  const run = async (signal: AbortSignal) => {
    for (const [status, days] of Object.entries(KEPT_DAYS))
      while (!signal.aborted && (await deleteReservations(options.database, status, days, BATCH)) === BATCH);
  };
  return periodicWorker(SIX_HOURS_MS, 'retention', run, options);
}

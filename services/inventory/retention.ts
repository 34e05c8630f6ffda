import type { Locks } from '../platform/data/locks.ts';
import type { Log } from '../platform/observability/log.ts';
import { periodicWorker, type Worker } from '../platform/workers.ts';
import { type Database, deleteReservations } from './store.ts';

const SIX_HOURS_MS = 6 * 60 * 60_000;
const BATCH = 1_000;
/** Retention of a reservation, days from its creation: events of its order arrive within days. */
const KEPT_DAYS = { released: 90, expired: 90, sold: 400 } as const;

/** A worker that deletes reservations after their retention; the ledger keeps their changes. */
export function retention(options: { database: Database; locks: Locks; log: Log }): Worker {
  const run = async (signal: AbortSignal) => {
    for (const [status, days] of Object.entries(KEPT_DAYS))
      while (!signal.aborted && (await deleteReservations(options.database, status, days, BATCH)) === BATCH);
  };
  return periodicWorker(SIX_HOURS_MS, 'retention', run, options);
}

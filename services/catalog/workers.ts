import type { Db } from 'mongodb';
import type { Locks } from '../platform/data/locks.ts';
import { mongoWakeUps } from '../platform/data/mongo-wake-ups.ts';
import type { Log } from '../platform/observability/log.ts';
import { periodicWorker, type Worker } from '../platform/workers/periodic-worker.ts';
import type { ImportDependencies } from './imports/dependencies.ts';
import { runImports } from './imports/worker.ts';
import { storagePreparation } from './media/storage.ts';
import { propagateCategories } from './propagation.ts';

/** The background tasks of the catalog besides its relay: imports, and categories that are written into products. */
export function buildWorkers(
  importer: ImportDependencies,
  { db, locks, log }: { db: Db; locks: Locks; log: Log },
): Worker[] {
  const { store, storage } = importer;
  return [
    storagePreparation(storage, log),
    periodicWorker(30_000, 'imports', signal => runImports(importer, signal), {
      locks,
      log,
      wakeUps: mongoWakeUps(db.collection('imports'), log),
    }),
    periodicWorker(30_000, 'categories', (signal, at) => propagateCategories(store, signal, at), {
      locks,
      log,
      wakeUps: mongoWakeUps(db.collection('categories'), log),
    }),
  ];
}

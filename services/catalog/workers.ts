import type { Db } from 'mongodb';
import type { Locks } from '../platform/data/locks.ts';
import { mongoWakeUps } from '../platform/data/mongo-wake-ups.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import type { Log } from '../platform/observability/log.ts';
import { periodicWorker, type Worker } from '../platform/workers/periodic-worker.ts';
import type { ImportDependencies } from './imports/dependencies.ts';
import { runImports } from './imports/worker.ts';
import { storagePreparation } from './media/storage.ts';
import { propagateAttributes, propagateCategories } from './propagation.ts';
import { stockConsumer } from './stock-consumer.ts';
import { lookUpStock } from './stock-lookup.ts';

/**
 * The background tasks of the catalog besides its relay: imports, categories and attributes that are written into
 * products, and what can be sold of them.
 */
export function buildWorkers(
  importer: ImportDependencies,
  { db, kafka, locks, log }: { db: Db; kafka: KafkaConnection; locks: Locks; log: Log },
): Worker[] {
  const { store, storage, inventory } = importer;
  const { stock } = store;
  return [
    storagePreparation(storage, log),
    stockConsumer({ kafka, stock, log }),
    periodicWorker(30_000, 'stock', signal => lookUpStock({ stock, inventory }, signal), {
      locks,
      log,
      wakeUps: mongoWakeUps(db.collection('products'), log),
      minIntervalMs: 500,
    }),
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
    periodicWorker(30_000, 'attributes', signal => propagateAttributes(store, signal), {
      locks,
      log,
      wakeUps: mongoWakeUps(db.collection('attributes'), log),
      minIntervalMs: 500,
    }),
  ];
}

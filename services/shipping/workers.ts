import { shippingTopics } from '../../generated/shipping/events.ts';
import { housekeeping } from '../platform/data/housekeeping.ts';
import type { Locks } from '../platform/data/locks.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { inboxTransaction } from '../platform/messaging/inbox.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import { postgresOutbox } from '../platform/messaging/outbox-postgres.ts';
import { createRelay } from '../platform/messaging/relay.ts';
import { periodicWorker, type Worker } from '../platform/workers.ts';
import { consumers } from './events.ts';
import { moveParcels, type ParcelMover } from './parcels.ts';

/** The background workers: outbox relay, consumers, parcels, housekeeping. */
export function createWorkers(options: {
  parcels: ParcelMover;
  databaseUrl: string;
  kafka: KafkaConnection;
  locks: Locks;
}): Worker[] {
  const { parcels, databaseUrl, kafka, locks } = options;
  const { database, log } = parcels;
  return [
    createRelay({ kafka, source: postgresOutbox({ url: databaseUrl }), topics: shippingTopics, log }),
    createConsumers({ kafka, group: 'shipping', consumers, inTransaction: inboxTransaction(database, tx => tx), log }),
    periodicWorker(250, 'parcels', async signal => void (await moveParcels(parcels, signal)), { locks, log }),
    housekeeping({ database, locks, log }),
  ];
}

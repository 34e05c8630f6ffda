import { shippingTopics } from '../../generated/shipping/events.ts';
import { createConsumers } from '../platform/consumer.ts';
import { housekeeping } from '../platform/housekeeping.ts';
import { inboxTransaction } from '../platform/inbox.ts';
import type { KafkaConnection } from '../platform/kafka.ts';
import type { Locks } from '../platform/locks.ts';
import { postgresOutbox } from '../platform/outbox-postgres.ts';
import { createRelay } from '../platform/relay.ts';
import { every, type Worker } from '../platform/workers.ts';
import { consumers } from './events.ts';
import { moveParcels, type Parcels } from './parcels.ts';

/** Everything that runs beside the requests: publishing, listening, moving parcels, forgetting. */
export function createWorkers(options: {
  parcels: Parcels;
  databaseUrl: string;
  kafka: KafkaConnection;
  locks: Locks;
}): Worker[] {
  const { parcels, databaseUrl, kafka, locks } = options;
  const { database, log } = parcels;
  return [
    createRelay({ kafka, source: postgresOutbox({ url: databaseUrl }), topics: shippingTopics, log }),
    createConsumers({ kafka, group: 'shipping', consumers, inTransaction: inboxTransaction(database, tx => tx), log }),
    every(250, 'parcels', async signal => void (await moveParcels(parcels, signal)), { locks, log }),
    housekeeping({ database, locks, log }),
  ];
}

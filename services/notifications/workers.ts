import { notificationsTopics } from '../../generated/notifications/events.ts';
import { housekeeping } from '../platform/data/housekeeping.ts';
import type { Locks } from '../platform/data/locks.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { inboxTransaction } from '../platform/messaging/inbox.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import { postgresOutbox } from '../platform/messaging/outbox-postgres.ts';
import { createRelay } from '../platform/messaging/relay.ts';
import { periodicWorker, type Worker } from '../platform/workers.ts';
import { consumers } from './events.ts';
import { type Sender, sendDue } from './sender.ts';

/** Everything that runs beside the requests: publishing, listening, sending, forgetting. */
export function createWorkers(options: {
  sender: Sender;
  databaseUrl: string;
  kafka: KafkaConnection;
  locks: Locks;
}): Worker[] {
  const { sender, databaseUrl, kafka, locks } = options;
  const { database, log } = sender;
  return [
    createRelay({ kafka, source: postgresOutbox({ url: databaseUrl }), topics: notificationsTopics, log }),
    createConsumers({
      kafka,
      group: 'notifications',
      consumers,
      inTransaction: inboxTransaction(database, tx => tx),
      log,
    }),
    periodicWorker(250, 'sender', async signal => void (await sendDue(sender, signal)), { locks, log }),
    housekeeping({ database, locks, log }),
  ];
}

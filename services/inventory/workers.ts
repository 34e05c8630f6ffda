import { createCatalogConsumer } from '../../generated/catalog/events.ts';
import { inventoryTopics } from '../../generated/inventory/events.ts';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { housekeeping } from '../platform/data/housekeeping.ts';
import type { Locks } from '../platform/data/locks.ts';
import { createBatcher } from '../platform/messaging/batcher.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { inboxTransaction, withoutInbox } from '../platform/messaging/inbox.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import { postgresOutbox } from '../platform/messaging/outbox-postgres.ts';
import { createRelay } from '../platform/messaging/relay.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Worker } from '../platform/workers.ts';
import { catalogHandlers, orderHandlers, shippingHandlers } from './events.ts';
import type { SkuTerms } from './search-terms.ts';
import type { Database } from './store.ts';
import { saveTerms } from './store-search-terms.ts';
import { sweeper } from './sweeper.ts';

/** Products whose search terms are saved concurrently. */
const CONCURRENCY_PER_PARTITION = 50;

/**
 * The background workers: the outbox relay, the consumers of orders, shipping and catalog, the sweeper of expired
 * reservations.
 */
export function buildWorkers(parts: {
  kafka: KafkaConnection;
  database: Database;
  databaseUrl: string;
  locks: Locks;
  log: Log;
}): Worker[] {
  const { kafka, database, databaseUrl, locks, log } = parts;
  return [
    createRelay({ kafka, source: postgresOutbox({ url: databaseUrl }), topics: inventoryTopics, log }),
    createConsumers({
      kafka,
      group: 'inventory',
      consumers: [
        createOrdersConsumer({ handlers: orderHandlers }),
        createShippingConsumer({ handlers: shippingHandlers }),
      ],
      inTransaction: inboxTransaction(database, tx => tx),
      log,
    }),
    // In a group of its own: a large import of products holds up no order.
    createConsumers({
      kafka,
      group: 'inventory-titles',
      consumers: [createCatalogConsumer({ handlers: catalogHandlers })],
      inTransaction: withoutInbox(
        createBatcher<SkuTerms>(updates => saveTerms(database, updates), CONCURRENCY_PER_PARTITION),
      ),
      log,
      concurrencyPerPartition: CONCURRENCY_PER_PARTITION,
    }),
    sweeper({ database, locks, log }),
    housekeeping({ database, locks, log }),
  ];
}

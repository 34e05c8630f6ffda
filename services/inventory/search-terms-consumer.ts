import { createCatalogConsumer } from '../../generated/catalog/events.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { withoutInbox } from '../platform/messaging/inbox.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import type { Log } from '../platform/observability/log.ts';
import { createBatcher } from '../platform/workers/batcher.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { catalogHandlers } from './events.ts';
import type { SkuTerms } from './search-terms.ts';
import type { Database } from './store.ts';
import { saveTerms } from './store-search-terms.ts';

/** Products whose search terms are saved concurrently. */
const CONCURRENCY_PER_PARTITION = 50;

/**
 * Saves the search terms of skus from the events of catalog. It has a consumer group of its own, so that a large import
 * of products delays no order.
 */
export function searchTermsConsumer(options: { kafka: KafkaConnection; database: Database; log: Log }): Worker {
  const { kafka, database, log } = options;
  return createConsumers({
    kafka,
    group: 'inventory-titles',
    consumers: [createCatalogConsumer({ handlers: catalogHandlers })],
    inTransaction: withoutInbox(
      createBatcher<SkuTerms>(updates => saveTerms(database, updates), { maxSize: CONCURRENCY_PER_PARTITION }),
    ),
    log,
    concurrencyPerPartition: CONCURRENCY_PER_PARTITION,
  });
}

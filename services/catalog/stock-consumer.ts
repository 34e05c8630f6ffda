import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { withoutInbox } from '../platform/messaging/inbox.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import type { Log } from '../platform/observability/log.ts';
import { createBatcher } from '../platform/workers/batcher.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { inventoryHandlers } from './events.ts';
import type { StockUpdate } from './stock.ts';
import type { StockStore } from './store-stock.ts';

const MAX_BATCH = 100;
/** How long a change of stock waits for others, ms: an order changes its skus several times within this time. */
const LINGER_MS = 100;
/** Events of one partition handled concurrently: versions order them, so none has to wait for another. */
const CONCURRENCY_PER_PARTITION = 50;

/** Keeps what can be sold of products up to date from the events of inventory. */
export function stockConsumer(options: { kafka: KafkaConnection; stock: StockStore; log: Log }): Worker {
  const { kafka, stock, log } = options;
  const save = createBatcher<readonly StockUpdate[]>(updates => stock.apply(updates.flat()), {
    maxSize: MAX_BATCH,
    lingerMs: LINGER_MS,
  });
  return createConsumers({
    kafka,
    group: 'catalog',
    consumers: [createInventoryConsumer({ handlers: inventoryHandlers })],
    inTransaction: withoutInbox(save),
    log,
    concurrencyPerPartition: CONCURRENCY_PER_PARTITION,
  });
}

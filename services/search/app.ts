import type { Client } from '@elastic/elasticsearch';
import type { Express } from 'express';
import { createCatalogConsumer } from '../../generated/catalog/events.ts';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { createSearchRouter } from '../../generated/search/server.ts';
import { sessionSecurity } from '../platform/http/auth.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { withoutInbox } from '../platform/messaging/inbox.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import type { Log } from '../platform/observability/log.ts';
import { createBatcher } from '../platform/workers/batcher.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { catalogEvents, inventoryEvents, type Projection } from './events.ts';
import { createHandlers } from './http.ts';
import { createIndices, namesOf } from './indices.ts';
import { createRebuildState } from './lease.ts';
import type { ProductDocument } from './product.ts';
import { type Catalog, type Inventory, rebuildWorker } from './rebuild.ts';
import { createStore, type StockUpdate } from './store.ts';

export interface Dependencies {
  elasticsearch: Client;
  /** Keeps test suites apart in one cluster. */
  indexPrefix?: string | undefined;
  log: Log;
  identityUrl: string;
  checkResponses: boolean;
}

/** Partitions whose events are handled concurrently and so share bulk writes. */
const CONCURRENCY = 12;
/** Events of one partition handled concurrently: versions order them, so none has to wait for another. */
const CONCURRENCY_PER_PARTITION = 50;
const MAX_BATCH = 100;
/** How long a change of stock waits for others, ms: an order changes its skus several times within this time. */
const STOCK_LINGER_MS = 100;

function parts({ elasticsearch, indexPrefix }: Pick<Dependencies, 'elasticsearch' | 'indexPrefix'>) {
  const indices = createIndices(elasticsearch, namesOf(indexPrefix));
  return {
    indices,
    state: createRebuildState(elasticsearch, indices.names),
    store: createStore(elasticsearch, indices),
  };
}

export function buildApp(dependencies: Dependencies): Express {
  const { elasticsearch, log } = dependencies;
  const { indices, state } = parts(dependencies);
  const router = createSearchRouter({
    handlers: createHandlers({ client: elasticsearch, indices, state }),
    security: { session: sessionSecurity({ identityUrl: dependencies.identityUrl }) },
    context: requestContext<never>,
    around: aroundOperations(),
    checkResponses: dependencies.checkResponses,
  });
  return createHttpApp({ log, routers: [router], checks: { index: () => indices.targets() } });
}

/** Builds the index and keeps it up to date from the events of catalog and inventory. */
export function buildWorkers(
  dependencies: Pick<Dependencies, 'elasticsearch' | 'indexPrefix' | 'log'> & {
    kafka: KafkaConnection;
    catalog: Catalog;
    inventory: Inventory;
  },
): Worker[] {
  const { elasticsearch, kafka, catalog, inventory, log } = dependencies;
  const { indices, state, store } = parts(dependencies);
  const projection: Projection = {
    product: createBatcher<ProductDocument>(store.applyProducts, { maxSize: MAX_BATCH }),
    stock: createBatcher<readonly StockUpdate[]>(updates => store.applyStock(updates.flat()), {
      maxSize: MAX_BATCH,
      lingerMs: STOCK_LINGER_MS,
    }),
  };
  const consumer = createConsumers({
    kafka,
    group: 'search',
    consumers: [
      createCatalogConsumer({ handlers: catalogEvents }),
      createInventoryConsumer({ handlers: inventoryEvents }),
    ],
    inTransaction: withoutInbox(projection),
    log,
    partitionsConsumedConcurrently: CONCURRENCY,
    concurrencyPerPartition: CONCURRENCY_PER_PARTITION,
  });
  return [rebuildWorker({ client: elasticsearch, indices, state, store, catalog, inventory, log }), consumer];
}

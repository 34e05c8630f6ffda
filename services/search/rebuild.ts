import type { Client } from '@elastic/elasticsearch';
import type { createCatalogClient } from '../../generated/catalog/client.ts';
import type { createInventoryClient } from '../../generated/inventory/client.ts';
import { inBatches } from '../../look/in-batches.ts';
import { backoff, pauseFor } from '../platform/backoff.ts';
import { newId } from '../platform/ids.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { type Indices, orUnavailable } from './indices.ts';
import type { Lease, RebuildState } from './lease.ts';
import { documentOf, type ProductDocument, skusOf } from './product.ts';
import type { Store } from './store.ts';

export type Catalog = Pick<ReturnType<typeof createCatalogClient>, 'exportProducts'>;
export type Inventory = Pick<ReturnType<typeof createInventoryClient>, 'lookUpAvailability'>;

export interface RebuildDependencies {
  client: Client;
  indices: Indices;
  state: RebuildState;
  store: Store;
  catalog: Catalog;
  inventory: Inventory;
  log: Log;
}

const PAGE = 100;
const MAX_SKUS = 200;
/** Between two looks for a request to rebuild, ms. */
const POLL_MS = 3_000;

/** Reads stock from inventory that events may not have brought; an event that arrives meanwhile wins. */
async function correctStock({ store, inventory }: RebuildDependencies, skus: readonly string[]): Promise<void> {
  for (const part of inBatches(skus, MAX_SKUS)) {
    const stored = await store.stockOf(part);
    const answer = await inventory.lookUpAvailability({ body: { skus: part } });
    if (answer.status !== 200) throw new Error(`inventory answered ${answer.status}: ${answer.body.detail}`);
    await store.correctStock(answer.body.items, stored);
  }
}

/** Writes products into the new index, with their stock as inventory knows it. */
async function writePage(
  dependencies: RebuildDependencies,
  index: string,
  documents: ProductDocument[],
): Promise<void> {
  await correctStock(dependencies, [...new Set(documents.flatMap(skusOf))]);
  await dependencies.store.fill(index, documents);
}

/** Copies all products of catalog, page by page, into the new index. */
async function fillFromCatalog(
  dependencies: RebuildDependencies,
  index: string,
  lease: Lease,
  signal: AbortSignal,
): Promise<number> {
  const { catalog } = dependencies;
  async function readPage(cursor?: string) {
    const answer = await catalog.exportProducts({ query: { limit: PAGE, ...(cursor !== undefined && { cursor }) } });
    if (answer.status !== 200) throw new Error(`catalog answered ${answer.status}: ${answer.body.detail}`);
    return answer.body;
  }
  let products = 0;
  for (let page = await readPage(); ; ) {
    signal.throwIfAborted();
    await lease.extend();
    const { items, nextCursor } = page;
    // The next page is read while this one is written.
    const [next] = await Promise.all([
      nextCursor ? readPage(nextCursor) : undefined,
      writePage(dependencies, index, items.map(documentOf)),
    ]);
    products += items.length;
    if (!next) return products;
    page = next;
  }
}

/** Copies the tombstones of deleted products, so that late events of them stay outdated: catalog no longer has them. */
async function carryTombstones(
  { client, indices, store }: RebuildDependencies,
  index: string,
  lease: Lease,
): Promise<void> {
  const from = indices.names.products;
  await orUnavailable(() => client.indices.refresh({ index: from }));
  let after: string[] | undefined;
  do {
    await lease.extend();
    const { hits } = await orUnavailable(() =>
      client.search<ProductDocument>({
        index: from,
        size: 1_000,
        query: { term: { deleted: true } },
        sort: [{ id: 'asc' }],
        ...(after && { search_after: after }),
      }),
    );
    const tombstones = hits.hits.flatMap(hit => hit._source ?? []);
    await store.fill(index, tombstones);
    const last = tombstones.at(-1);
    after = last && [last.id];
  } while (after);
}

/**
 * Builds a new index beside the one in use and switches the alias. From `begin` on every change is written into both,
 * and of every product the highest version wins, so it does not matter whether the catalog or an event is faster.
 */
export async function rebuild(dependencies: RebuildDependencies, lease: Lease, signal: AbortSignal): Promise<void> {
  const { catalog, indices, log } = dependencies;
  // Throws while catalog is unavailable: then no index needs to be created.
  await catalog.exportProducts({ query: { limit: 1 } });
  const index = await indices.begin(newId());
  const products = await fillFromCatalog(dependencies, index, lease, signal);
  await carryTombstones(dependencies, index, lease);
  await lease.extend();
  await indices.switchTo(index);
  log.info({ index, products }, 'the index was rebuilt');
}

/**
 * Creates the index at first start, fills it from the catalog, and rebuilds it on request. A request stays open until a
 * rebuild has completed, whatever is unavailable or stops in between.
 */
export function rebuildWorker(dependencies: RebuildDependencies): Worker {
  const { indices, state, log } = dependencies;
  const stopping = new AbortController();
  let finished: Promise<void> | undefined;

  async function turn(): Promise<void> {
    if (await indices.ensure()) await state.request();
    const lease = await state.acquire(newId());
    if (!lease) return;
    let isCompleted = false;
    try {
      await rebuild(dependencies, lease, stopping.signal);
      isCompleted = true;
    } finally {
      await lease.release(isCompleted);
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        await turn();
        failures = 0;
        await pauseFor(POLL_MS, stopping.signal);
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ error }, 'the index is not up to date; the rebuild is retried');
        await pauseFor(backoff(failures++, 500, 10_000), stopping.signal);
      }
    }
  }

  return {
    name: 'rebuild',
    async start() {
      finished = run();
    },
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}

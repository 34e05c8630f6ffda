import type { Client, estypes } from '@elastic/elasticsearch';
import { unavailable } from '../platform/http/unavailable.ts';
import { type Indices, orUnavailable } from './indices.ts';
import { differsForShoppers, latest, type ProductDocument, type Stock, skusOf, withStock } from './product.ts';

/** The stock of a sku as an event reports it; of one sku the highest version wins. */
export interface StockUpdate {
  sku: string;
  available: number;
  version: number;
}

/**
 * The projection. Events of products and of stock arrive from different topics, late, repeatedly and in any order; the
 * documents converge to the same state:
 *
 * - stock is stored by sku under the version of the sku (external versioning: Elasticsearch rejects older versions);
 * - the products that own a sku are stored by sku, too, and are only ever added to;
 * - a product is always rewritten whole: read, joined with stock that is read after it, and written only over the
 *   version that was read (optimistic concurrency, if_seq_no).
 *
 * A product event first records its skus and then reads the stock; a stock event is stored first and then looks for the
 * owning products: whichever comes second sees the other. A document that does not exist yet hides its product from
 * stock events, so a document that was created is read once more.
 */
export interface Store {
  applyProducts(updates: readonly ProductDocument[]): Promise<void>;
  applyStock(updates: readonly StockUpdate[]): Promise<void>;
  /**
   * Writes products into one index only: a rebuild fills the new index with it while events still update all indices.
   */
  fill(index: string, updates: readonly ProductDocument[]): Promise<void>;
  /** The stored stock of skus, with its versions. */
  stockOf(skus: readonly string[]): Promise<Map<string, StockUpdate>>;
  /**
   * Stores stock that inventory answered, unless an event has brought a newer version: `as` is what was stored before
   * the request.
   */
  correctStock(
    answers: readonly { sku: string; available: number }[],
    as: ReadonlyMap<string, StockUpdate>,
  ): Promise<void>;
}

const MAX_ROUNDS = 50;
const MAX_TARGET_CHANGES = 5;

interface Read<T> {
  source: T;
  place: { if_seq_no: number; if_primary_term: number };
}

const unique = <T>(items: Iterable<T>) => [...new Set(items)];

export function createStore(client: Client, indices: Indices): Store {
  const { state } = indices.names;
  const stockId = (sku: string) => `stock:${sku}`;
  const ownersId = (sku: string) => `owners:${sku}`;

  /** Reads by id in real time (not as of the last refresh). Missing documents and indices are left out. */
  async function readAll<T>(index: string, ids: readonly string[]): Promise<Map<string, Read<T>>> {
    const found = new Map<string, Read<T>>();
    if (ids.length === 0) return found;
    const { docs } = await orUnavailable(() => client.mget<T>({ index, ids: [...ids] }));
    for (const doc of docs) {
      if (
        !('found' in doc) ||
        !doc.found ||
        !doc._source ||
        doc._seq_no === undefined ||
        doc._primary_term === undefined
      )
        continue;
      found.set(doc._id, {
        source: doc._source,
        place: { if_seq_no: doc._seq_no, if_primary_term: doc._primary_term },
      });
    }
    return found;
  }

  /** Writes all and returns the ids with a version conflict. Throws for any other error. */
  async function writeAll(
    index: string,
    operations: readonly { action: estypes.BulkOperationContainer; document: object }[],
  ): Promise<string[]> {
    if (operations.length === 0) return [];
    const body = operations.flatMap(({ action, document }) => [action, document]);
    const { items } = await orUnavailable(() => client.bulk({ index, operations: body }));
    const conflicts: string[] = [];
    for (const item of items.map(entry => entry.index ?? entry.create)) {
      if (!item?.error) continue;
      if (item.status === 409) conflicts.push(String(item._id));
      else if (item.status === 429 || item.status >= 500) throw unavailable('The index', 2, item.error);
      else throw new Error(`Elasticsearch refused ${item._id}: ${item.error.type} ${item.error.reason}`);
    }
    return conflicts;
  }

  async function stockOf(skus: readonly string[]): Promise<Map<string, StockUpdate>> {
    const stored = await readAll<StockUpdate>(state, unique(skus).map(stockId));
    return new Map([...stored.values()].map(({ source }) => [source.sku, source]));
  }

  /** Stores stock under its versions; the index rejects older versions, which is intended. */
  async function writeStock(updates: readonly StockUpdate[], type: 'external' | 'external_gte'): Promise<void> {
    const newest = new Map<string, StockUpdate>();
    for (const line of updates) if (line.version >= (newest.get(line.sku)?.version ?? 0)) newest.set(line.sku, line);
    await writeAll(
      state,
      [...newest.values()].map(({ sku, available, version }) => ({
        action: { index: { _id: stockId(sku), version, version_type: type } },
        document: { sku, available, version },
      })),
    );
  }

  /** Records which products own which skus. Only ever adds. */
  async function recordOwners(updates: readonly ProductDocument[]): Promise<void> {
    let missing = updates.flatMap(product => skusOf(product).map(sku => ({ sku, id: product.id })));
    for (let round = 0; missing.length > 0; round += 1) {
      if (round === MAX_ROUNDS) throw unavailable('The index', 1);
      const bySku = Map.groupBy(missing, ({ sku }) => sku);
      const stored = await readAll<{ products: string[] }>(state, [...bySku.keys()].map(ownersId));
      const operations = [...bySku].flatMap(([sku, owners]) => {
        const known = stored.get(ownersId(sku));
        const products = unique([...(known?.source.products ?? []), ...owners.map(({ id }) => id)]);
        if (products.length === known?.source.products.length) return [];
        const _id = ownersId(sku);
        return { action: known ? { index: { _id, ...known.place } } : { create: { _id } }, document: { products } };
      });
      const overtaken = new Set(await writeAll(state, operations));
      missing = missing.filter(({ sku }) => overtaken.has(ownersId(sku)));
    }
  }

  /** Brings products of one index up to date with their updates and their stock. */
  async function rewrite(
    index: string,
    products: readonly string[],
    updates: ReadonlyMap<string, ProductDocument>,
  ): Promise<void> {
    let ids = products;
    for (let round = 0; ids.length > 0; round += 1) {
      if (round === MAX_ROUNDS) throw unavailable('The index', 1);
      const known = await readAll<ProductDocument>(index, ids);
      const due = ids.flatMap(id => latest(known.get(id)?.source, updates.get(id)) ?? []);
      const stored = await stockOf(due.flatMap(skusOf));
      const stock: Stock = new Map([...stored.values()].map(({ sku, available }) => [sku, available]));
      const operations = due.flatMap(product => {
        const before = known.get(product.id);
        const document = withStock(product, stock);
        if (before && !differsForShoppers(before.source, document)) return [];
        const _id = product.id;
        return { action: before ? { index: { _id, ...before.place } } : { create: { _id } }, document };
      });
      const created = operations.flatMap(({ action }) => action.create?._id ?? []);
      ids = unique([...(await writeAll(index, operations)), ...created]);
    }
  }

  /** Rewrites in every target index; again when a rebuild began or ended meanwhile. */
  async function rewriteEverywhere(
    first: readonly string[],
    products: readonly string[],
    updates: ReadonlyMap<string, ProductDocument>,
  ): Promise<void> {
    if (products.length === 0) return;
    let targets = first;
    for (let turn = 0; turn < MAX_TARGET_CHANGES; turn += 1) {
      await Promise.all(targets.map(index => rewrite(index, products, updates)));
      const now = await indices.targets();
      if (now.every(index => targets.includes(index))) return;
      targets = now;
    }
    throw unavailable('The index', 1);
  }

  function newestById(updates: readonly ProductDocument[]): Map<string, ProductDocument> {
    const byId = new Map<string, ProductDocument>();
    for (const product of updates) byId.set(product.id, latest(byId.get(product.id), product) ?? product);
    return byId;
  }

  return {
    async applyProducts(updates) {
      const newest = newestById(updates);
      const targets = await indices.targets();
      await recordOwners([...newest.values()]);
      await rewriteEverywhere(targets, [...newest.keys()], newest);
    },
    async applyStock(updates) {
      const targets = await indices.targets();
      await writeStock(updates, 'external');
      const owners = await readAll<{ products: string[] }>(state, unique(updates.map(({ sku }) => ownersId(sku))));
      await rewriteEverywhere(
        targets,
        unique([...owners.values()].flatMap(({ source }) => source.products)),
        new Map(),
      );
    },
    async fill(index, updates) {
      const newest = newestById(updates);
      await recordOwners([...newest.values()]);
      await rewrite(index, [...newest.keys()], newest);
    },
    stockOf,
    correctStock: (answers, as) =>
      writeStock(
        answers.map(({ sku, available }) => ({ sku, available, version: as.get(sku)?.version ?? 0 })),
        'external_gte',
      ),
  };
}

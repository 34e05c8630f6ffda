import type { Client, estypes } from '@elastic/elasticsearch';
import { unavailable } from '../platform/http/unavailable.ts';
import { type Indices, reachable } from './indices.ts';
import { newer, type ProductDocument, type Stock, skusOf, withStock } from './product.ts';

/** Stock of a sku; of the same sku the highest version counts. */
export interface ToldStock {
  sku: string;
  available: number;
  version: number;
}

/**
 * The projection. Products and stock come from different topics, late, twice and in any order, and whatever the order,
 * the documents end the same:
 *
 * - stock is kept by sku, under the version of the sku (external versions: Elasticsearch refuses what is older);
 * - which products have a sku is kept by sku, too, and only ever grows;
 * - a product is always rewritten whole: read, joined with its stock as read after it, and written only over what was
 *   read (if_seq_no).
 *
 * News of a product first notes its skus and then reads the stock; news of stock is stored first and then looks for the
 * products: whichever comes second sees the other. A document that was not there yet hides its product from news of
 * stock, so one that was created is read once more.
 */
export interface Store {
  noteProducts(told: readonly ProductDocument[]): Promise<void>;
  noteStock(told: readonly ToldStock[]): Promise<void>;
  /**
   * Writes products into one index only: a rebuild fills the new one with this while the others are told of changes as
   * ever.
   */
  fill(index: string, told: readonly ProductDocument[]): Promise<void>;
  /** What is noted of the stock of skus, with its versions. */
  stockOf(skus: readonly string[]): Promise<Map<string, ToldStock>>;
  /**
   * Takes answers for the stock of skus that nobody has told anything newer of: `as` is what was noted before asking.
   */
  correctStock(
    answers: readonly { sku: string; available: number }[],
    as: ReadonlyMap<string, ToldStock>,
  ): Promise<void>;
}

const MOST_ROUNDS = 50;
const MOST_TARGET_CHANGES = 5;

interface Read<T> {
  source: T;
  place: { if_seq_no: number; if_primary_term: number };
}

const unique = <T>(items: Iterable<T>) => [...new Set(items)];

export function createStore(client: Client, indices: Indices): Store {
  const { state } = indices.names;
  const stockId = (sku: string) => `stock:${sku}`;
  const ownersId = (sku: string) => `owners:${sku}`;

  /** Reads by id, as of now (not as of the last refresh). What is not there, or whose index is gone, is left out. */
  async function readAll<T>(index: string, ids: readonly string[]): Promise<Map<string, Read<T>>> {
    const found = new Map<string, Read<T>>();
    if (ids.length === 0) return found;
    const { docs } = await reachable(() => client.mget<T>({ index, ids: [...ids] }));
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

  /** Writes all; the ids that somebody else wrote meanwhile. Throws for any other fault. */
  async function writeAll(
    index: string,
    operations: readonly { action: estypes.BulkOperationContainer; document: object }[],
  ): Promise<string[]> {
    if (operations.length === 0) return [];
    const body = operations.flatMap(({ action, document }) => [action, document]);
    const { items } = await reachable(() => client.bulk({ index, operations: body }));
    const overtaken: string[] = [];
    for (const item of items.map(entry => entry.index ?? entry.create)) {
      if (!item?.error) continue;
      if (item.status === 409) overtaken.push(String(item._id));
      else if (item.status === 429 || item.status >= 500) throw unavailable('The index', 2, item.error);
      else throw new Error(`Elasticsearch refused ${item._id}: ${item.error.type} ${item.error.reason}`);
    }
    return overtaken;
  }

  async function stockOf(skus: readonly string[]): Promise<Map<string, ToldStock>> {
    const noted = await readAll<ToldStock>(state, unique(skus).map(stockId));
    return new Map([...noted.values()].map(({ source }) => [source.sku, source]));
  }

  /** Stores stock under its versions; what is older than what is there is refused by the index, and that is well. */
  async function writeStock(told: readonly ToldStock[], type: 'external' | 'external_gte'): Promise<void> {
    const newest = new Map<string, ToldStock>();
    for (const line of told) if (line.version >= (newest.get(line.sku)?.version ?? 0)) newest.set(line.sku, line);
    await writeAll(
      state,
      [...newest.values()].map(({ sku, available, version }) => ({
        action: { index: { _id: stockId(sku), version, version_type: type } },
        document: { sku, available, version },
      })),
    );
  }

  /** Notes which products have which skus. Only ever adds. */
  async function noteOwners(told: readonly ProductDocument[]): Promise<void> {
    let missing = told.flatMap(product => skusOf(product).map(sku => ({ sku, id: product.id })));
    for (let round = 0; missing.length > 0; round += 1) {
      if (round === MOST_ROUNDS) throw unavailable('The index', 1);
      const bySku = Map.groupBy(missing, ({ sku }) => sku);
      const noted = await readAll<{ products: string[] }>(state, [...bySku.keys()].map(ownersId));
      const operations = [...bySku].flatMap(([sku, owners]) => {
        const known = noted.get(ownersId(sku));
        const products = unique([...(known?.source.products ?? []), ...owners.map(({ id }) => id)]);
        if (products.length === known?.source.products.length) return [];
        const _id = ownersId(sku);
        return { action: known ? { index: { _id, ...known.place } } : { create: { _id } }, document: { products } };
      });
      const overtaken = new Set(await writeAll(state, operations));
      missing = missing.filter(({ sku }) => overtaken.has(ownersId(sku)));
    }
  }

  /** Brings products of one index up to what is told of them and to their stock. */
  async function rewrite(
    index: string,
    products: readonly string[],
    told: ReadonlyMap<string, ProductDocument>,
  ): Promise<void> {
    let ids = products;
    for (let round = 0; ids.length > 0; round += 1) {
      if (round === MOST_ROUNDS) throw unavailable('The index', 1);
      const known = await readAll<ProductDocument>(index, ids);
      const due = ids.flatMap(id => newer(known.get(id)?.source, told.get(id)) ?? []);
      const noted = await stockOf(due.flatMap(skusOf));
      const stock: Stock = new Map([...noted.values()].map(({ sku, available }) => [sku, available]));
      const operations = due.flatMap(product => {
        const before = known.get(product.id);
        const document = withStock(product, stock);
        if (before && JSON.stringify(before.source) === JSON.stringify(document)) return [];
        const _id = product.id;
        return { action: before ? { index: { _id, ...before.place } } : { create: { _id } }, document };
      });
      const created = operations.flatMap(({ action }) => action.create?._id ?? []);
      ids = unique([...(await writeAll(index, operations)), ...created]);
    }
  }

  /** Rewrites in every index that must be told; again when a rebuild began or ended meanwhile. */
  async function rewriteEverywhere(
    first: readonly string[],
    products: readonly string[],
    told: ReadonlyMap<string, ProductDocument>,
  ): Promise<void> {
    if (products.length === 0) return;
    let targets = first;
    for (let turn = 0; turn < MOST_TARGET_CHANGES; turn += 1) {
      await Promise.all(targets.map(index => rewrite(index, products, told)));
      const now = await indices.targets();
      if (now.every(index => targets.includes(index))) return;
      targets = now;
    }
    throw unavailable('The index', 1);
  }

  function newestById(told: readonly ProductDocument[]): Map<string, ProductDocument> {
    const byId = new Map<string, ProductDocument>();
    for (const product of told) byId.set(product.id, newer(byId.get(product.id), product) ?? product);
    return byId;
  }

  return {
    async noteProducts(told) {
      const newest = newestById(told);
      const targets = await indices.targets();
      await noteOwners([...newest.values()]);
      await rewriteEverywhere(targets, [...newest.keys()], newest);
    },
    async noteStock(told) {
      const targets = await indices.targets();
      await writeStock(told, 'external');
      const owners = await readAll<{ products: string[] }>(state, unique(told.map(({ sku }) => ownersId(sku))));
      await rewriteEverywhere(
        targets,
        unique([...owners.values()].flatMap(({ source }) => source.products)),
        new Map(),
      );
    },
    async fill(index, told) {
      const newest = newestById(told);
      await noteOwners([...newest.values()]);
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

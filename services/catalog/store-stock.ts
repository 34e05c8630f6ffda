import type { Collection, Db, Filter } from 'mongodb';
import type { ProductDocument } from './document.ts';
import { newestUpdates, type StockState, type StockUpdate, stockState } from './stock.ts';

/** The available units of a sku as inventory last reported them; a sku that is not here has none. */
interface StockDocument {
  _id: string;
  available: number;
  version: number;
}

/** What of a product its stock depends on. */
export interface ProductSkus {
  id: string;
  version: number;
  skus: string[];
  /** Absent where it was never looked up. */
  stock?: StockState;
}

type Projected = Pick<ProductDocument, '_id' | 'version' | 'variants' | 'stock'>;

const MAX_ROUNDS = 50;
const projection = { version: 1, stock: 1, 'variants.sku': 1 } as const;

const toSkus = ({ _id, version, variants, stock }: Projected): ProductSkus => ({
  id: _id,
  version,
  skus: variants.map(({ sku }) => sku),
  ...(stock !== undefined && { stock }),
});

export type StockStore = ReturnType<typeof stockStore>;

/**
 * What can be sold, by sku, and the state that follows for each product. The units are saved first, under the version
 * of the sku; then the products that have the skus are compared, and what was written is compared once more. So the
 * state is right in the end, in whatever order updates arrive: whoever saves last sees what the others wrote. A
 * product whose skus change is `stockDue` with the same write (store.ts) until it was compared (stock-lookup.ts).
 * Only a change of state writes to a product.
 */
export function stockStore(db: Db) {
  const products: Collection<ProductDocument> = db.collection('products');
  const stock: Collection<StockDocument> = db.collection('stock');

  const find = async (filter: Filter<ProductDocument>): Promise<ProductSkus[]> =>
    (await products.find(filter).project<Projected>(projection).toArray()).map(toSkus);

  /** Saves units, of each sku the highest version. */
  async function save(updates: readonly StockUpdate[]): Promise<void> {
    if (updates.length === 0) return;
    await stock.bulkWrite(
      newestUpdates(updates).map(({ sku, available, version }) => {
        const isNewer = { $lt: [{ $ifNull: ['$version', -1] }, version] };
        const set = {
          available: { $cond: [isNewer, available, '$available'] },
          version: { $cond: [isNewer, version, '$version'] },
        };
        return { updateOne: { filter: { _id: sku }, update: [{ $set: set }], upsert: true } };
      }),
      { ordered: false },
    );
  }

  async function unitsOf(skus: readonly string[]): Promise<Map<string, number>> {
    const found = await stock.find({ _id: { $in: [...new Set(skus)] } }).toArray();
    return new Map(found.map(({ _id, available }) => [_id, available]));
  }

  /** Writes the state of these products where it differs, until it does no more. */
  async function compare(first: readonly ProductSkus[]): Promise<void> {
    let due = first;
    for (let round = 0; due.length > 0; round += 1) {
      if (round === MAX_ROUNDS) throw new Error('the stock of these products keeps changing');
      const units = await unitsOf(due.flatMap(({ skus }) => skus));
      const writes = due.flatMap(({ id, version, skus, stock: before }) => {
        const state = stockState(skus.map(sku => units.get(sku) ?? 0));
        return state === before ? [] : [{ id, version, state }];
      });
      if (writes.length === 0) return;
      await products.bulkWrite(
        writes.map(({ id, version, state }) => ({
          updateOne: { filter: { _id: id, version }, update: { $set: { stock: state } } },
        })),
        { ordered: false },
      );
      due = await find({ _id: { $in: writes.map(({ id }) => id) } });
    }
  }

  return {
    save,

    /** Saves what events say, and the state of the products that have the skus; repeating it changes nothing. */
    async apply(updates: readonly StockUpdate[]): Promise<void> {
      await save(updates);
      const found = await find({ 'variants.sku': { $in: [...new Set(updates.map(({ sku }) => sku))] } });
      // Of the other skus of a product that was never looked up nothing is known yet.
      await compare(found.filter(product => product.stock !== undefined));
    },

    /** Products whose stock is to be looked up: those whose skus changed, then those that an earlier version wrote. */
    async due(limit: number): Promise<ProductSkus[]> {
      const changed = await products.find({ stockDue: true }).limit(limit).project<Projected>(projection).toArray();
      if (changed.length > 0) return changed.map(toSkus);
      const unknown = await products
        .find({ stock: { $exists: false } })
        .hint({ stock: 1, status: 1, _id: 1 })
        .limit(limit)
        .project<Projected>(projection)
        .toArray();
      return unknown.map(toSkus);
    },

    /** Compares products whose units are saved; one that was changed since it was read stays due. */
    async settle(due: readonly ProductSkus[]): Promise<void> {
      const unknown = due.filter(product => product.stock === undefined).map(({ id }) => id);
      // Killed between the write and the second look, it is looked up again.
      await products.updateMany({ _id: { $in: unknown } }, { $set: { stockDue: true } });
      await compare(due);
      await products.bulkWrite(
        due.map(({ id, version }) => ({
          updateOne: { filter: { _id: id, version }, update: { $unset: { stockDue: '' } } },
        })),
        { ordered: false },
      );
    },
  };
}

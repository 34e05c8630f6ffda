import { type Collection, MongoServerError } from 'mongodb';
import { z } from 'zod';
import type { Total } from '../../generated/catalog/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { accessPathsOf, type Condition, type ProductFilter } from './access-paths.ts';
import { type ProductDocument, toRecord } from './document.ts';
import { type ProductSort, positionOf, scopeOf } from './list-scope.ts';
import type { ProductRecord } from './product.ts';
import { anyOf, productSearch } from './search.ts';

export interface ListQuery extends ProductFilter {
  limit: number;
  cursor?: string;
  sort?: ProductSort;
}

export interface ProductList {
  items: ProductRecord[];
  nextCursor: string | null;
}

const STREAM_BATCH = 500;
const MAX_COUNTED = 10_000;
const COUNT_TIMEOUT_MS = 1_000;
/** MongoDB, error code MaxTimeMSExpired. */
const MAX_TIME_EXPIRED = 50;
const idSchema = z.string().max(36);

/**
 * The lists of products. Each reads a page in the order of an index, or searches (search.ts); bench/RESULTS.md shows
 * how long that takes.
 */
export function productLists(products: Collection<ProductDocument>) {
  const search = productSearch(products);

  /** One page of a list; `-updatedAt` where no sort is named. */
  async function list(query: ListQuery): Promise<ProductList> {
    const scope = scopeOf(query, query.sort ?? '-updatedAt', query.cursor);
    const { indexFilter: places, index, order } = scope;
    const paths = accessPathsOf(query);
    const limit = query.limit + 1;
    const rows = paths
      ? await search.first(paths, scope, limit)
      : await products
          .find({ $and: [...places] })
          .sort(order)
          .hint(index)
          .limit(limit)
          .toArray();
    const { items, nextCursor } = pageOf(rows, query.limit, row => positionOf(scope, row));
    return { items: items.map(toRecord), nextCursor };
  }

  return {
    listAll: list,

    /** How many products a filter lets through, counted up to 10,000; undefined where that takes too long. */
    async count(filter: ProductFilter): Promise<Total | undefined> {
      const { filter: scope } = scopeOf(filter, '-updatedAt');
      const paths = accessPathsOf(filter);
      const conditions = [...scope, ...(paths ? [anyOf(paths)] : [])];
      const options = { limit: MAX_COUNTED + 1, maxTimeMS: COUNT_TIMEOUT_MS };
      try {
        const found = await products.countDocuments(conditions.length > 0 ? { $and: conditions } : {}, options);
        return { value: Math.min(found, MAX_COUNTED), relation: found > MAX_COUNTED ? 'gte' : 'eq' };
      } catch (error) {
        if (error instanceof MongoServerError && error.code === MAX_TIME_EXPIRED) return undefined;
        throw error;
      }
    },

    /** What shoppers see, newest first. */
    listActive: ({ limit, cursor, category }: Pick<ListQuery, 'limit' | 'cursor' | 'category'>): Promise<ProductList> =>
      list({
        limit,
        ...(cursor !== undefined && { cursor }),
        ...(category !== undefined && { category }),
        status: 'active',
        sort: '-createdAt',
      }),

    /**
     * Everything that a filter lets through, newest first, read as it is asked for; a product that moves meanwhile
     * comes once.
     */
    async *stream(filter: ProductFilter): AsyncGenerator<ProductRecord> {
      const scope = scopeOf(filter, '-createdAt');
      const paths = accessPathsOf(filter);
      const matches = paths && (await search.allIfFew(paths, scope));
      if (matches) {
        yield* matches.map(toRecord);
        return;
      }
      const seen = new Set<string>();
      const rows = products.find({ $and: [...scope.indexFilter, ...(paths ? [anyOf(paths)] : [])] });
      for await (const row of rows.sort(scope.order).hint(scope.index).batchSize(STREAM_BATCH)) {
        if (seen.has(row._id)) continue;
        seen.add(row._id);
        yield toRecord(row);
      }
    },

    /** All products by id: a steady order, to which new ones are added at the end. */
    async export({ limit, cursor }: { limit: number; cursor?: string }): Promise<ProductList> {
      const filter: Condition = cursor === undefined ? {} : { _id: { $gt: decodeCursor(idSchema, cursor) } };
      const rows = await products
        .find(filter)
        .sort({ _id: 1 })
        .limit(limit + 1)
        .toArray();
      const { items, nextCursor } = pageOf(rows, limit, row => row._id);
      return { items: items.map(toRecord), nextCursor };
    },
  };
}

import type { Collection } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { type ProductDocument, toRecord } from './document.ts';
import { type ProductSort, partOf, positionOf } from './part.ts';
import type { ProductRecord } from './product.ts';
import { anyOf, productSearch } from './search.ts';
import { type Condition, type ProductFilter, waysOf } from './ways.ts';

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
const idSchema = z.string().max(36);

/**
 * The lists of products. Each reads a page in the order of an index, or searches (search.ts); bench/RESULTS.md tells
 * how long that takes.
 */
export function productLists(products: Collection<ProductDocument>) {
  const search = productSearch(products);

  /** One page of a list; `-updatedAt` where no sort is named. */
  async function list(query: ListQuery): Promise<ProductList> {
    const part = partOf(query, query.sort ?? '-updatedAt', query.cursor);
    const { places, index, order } = part;
    const ways = waysOf(query);
    const most = query.limit + 1;
    const rows = ways
      ? await search.first(ways, part, most)
      : await products
          .find({ $and: [...places] })
          .sort(order)
          .hint(index)
          .limit(most)
          .toArray();
    const { items, nextCursor } = pageOf(rows, query.limit, row => positionOf(part, row));
    return { items: items.map(toRecord), nextCursor };
  }

  return {
    listAll: list,

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
      const part = partOf(filter, '-createdAt');
      const ways = waysOf(filter);
      const few = ways && (await search.few(ways, part));
      if (few) {
        yield* few.map(toRecord);
        return;
      }
      const seen = new Set<string>();
      const rows = products.find({ $and: [...part.places, ...(ways ? [anyOf(ways)] : [])] });
      for await (const row of rows.sort(part.order).hint(part.index).batchSize(STREAM_BATCH)) {
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

import type { Collection, Filter, IndexSpecification, Sort } from 'mongodb';
import { z } from 'zod';
import type { ListAllProductsInput, ProductStatus } from '../../generated/catalog/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { plainText, wordsOf } from '../platform/words.ts';
import { type ProductDocument, toRecord } from './document.ts';
import type { ProductRecord } from './product.ts';

export type ProductSort = ListAllProductsInput['query']['sort'];

/** What narrows a list: words of the title or the start of a sku, a status, the slug of a category, an import. */
export interface ProductFilter {
  q?: string;
  status?: ProductStatus;
  category?: string;
  import?: string;
}

export interface ListQuery extends ProductFilter {
  limit: number;
  cursor?: string;
  sort?: ProductSort;
}

export interface ProductList {
  items: ProductRecord[];
  nextCursor: string | null;
}

type SortField = 'updatedAt' | 'createdAt' | 'titleKey';
type Condition = Filter<ProductDocument>;

const sorts: Record<ProductSort, { field: SortField; direction: 1 | -1 }> = {
  '-updatedAt': { field: 'updatedAt', direction: -1 },
  updatedAt: { field: 'updatedAt', direction: 1 },
  '-createdAt': { field: 'createdAt', direction: -1 },
  title: { field: 'titleKey', direction: 1 },
  '-title': { field: 'titleKey', direction: -1 },
};
const everyStatus: ProductStatus[] = ['active', 'archived', 'draft'];

/** Up to so many matches are gathered and sorted; more are so common that going through the list in its order finds a page sooner. */
const RARE = 15_000;
const MAX_NEEDLES = 8;
const STREAM_BATCH = 500;

const idSchema = z.string().max(36);
const positionSchema = z.union([
  z.tuple([z.enum(['updatedAt', 'createdAt']), z.number().int(), idSchema]),
  z.tuple([z.literal('titleKey'), z.string().max(100), idSchema]),
]);

/** Text to match as it is, at the start of a word. */
function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`);
}

/** What comes after a cursor. A cursor of another sort is refused: its place means nothing in this one. */
function after(field: SortField, direction: 1 | -1, cursor: string): Condition {
  const [, at, id] = decodeCursor(
    positionSchema.refine(([name]) => name === field),
    cursor,
  );
  const value = typeof at === 'number' ? new Date(at) : at;
  const [beyond, from] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  return { [field]: { [from]: value }, $or: [{ [field]: { [beyond]: value } }, { _id: { [beyond]: id } }] };
}

/** The parts of a filter that an index on words or imports can answer, each with the others that must hold too. */
function needlesOf({ q = '', import: importId }: ProductFilter): { named: Condition[]; sku?: Condition; imported: Condition[] } {
  const text = plainText(q).trim();
  const words = wordsOf(q).slice(0, MAX_NEEDLES);
  const alone = words.length === 1 && words[0] === text;
  return {
    named: words.map(word => ({ words: startsWith(word) })),
    ...(text !== '' && !alone && { sku: { words: startsWith(text) } }),
    imported: importId === undefined ? [] : [{ importId }],
  };
}

/**
 * The lists of products. Each reads no more than a page in the order of an index, or gathers what is rare: it takes no longer for 100,000
 * products than for a hundred (bench/catalog-lists.ts measures it).
 */
export function productLists(products: Collection<ProductDocument>) {
  /** How many products meet a condition, as far as it matters here. */
  const countOf = (condition: Condition) => products.countDocuments(condition, { limit: RARE });

  /** The conditions of a filter, and the index that is best for it where that is not the one of the sort. */
  async function search(filter: ProductFilter): Promise<{ conditions: Condition[]; index?: IndexSpecification }> {
    const { named, sku, imported } = needlesOf(filter);
    const conditions: Condition[] = [...imported];
    if (sku) conditions.push(named.length > 0 ? { $or: [{ $and: named }, sku] } : sku);
    else conditions.push(...named);
    if (conditions.length === 0) return { conditions };
    const [byImport, bySku, ...byName] = await Promise.all([
      imported[0] ? countOf(imported[0]) : RARE,
      sku ? countOf(sku) : 0,
      ...named.map(countOf),
    ]);
    if (byImport < RARE) return { conditions, index: { importId: 1 } };
    const gathered = (named.length > 0 ? Math.min(...byName) : 0) + bySku;
    return (named.length > 0 || sku) && gathered < RARE ? { conditions, index: { words: 1 } } : { conditions };
  }

  /** Finds what a filter lets through in the order of a sort, after a cursor. */
  async function find(filter: ProductFilter, sort: ProductSort, cursor?: string) {
    const { field, direction } = sorts[sort];
    const { conditions, index } = await search(filter);
    const places: Condition[] = [
      // Naming every status lets one index serve all of them: MongoDB merges their parts, each in order already.
      { status: filter.status ?? { $in: everyStatus } },
      ...(filter.category === undefined ? [] : [{ 'category.slug': filter.category }]),
      ...(cursor === undefined ? [] : [after(field, direction, cursor)]),
    ];
    const ordered: IndexSpecification = { status: 1, ...(filter.category !== undefined && { 'category.slug': 1 }), [field]: -1, _id: -1 };
    const order: Sort = [
      [field, direction],
      ['_id', direction],
    ];
    return products
      .find({ $and: [...places, ...conditions] })
      .sort(order)
      .hint(index ?? ordered);
  }

  /** One page of a list; `-updatedAt` where no sort is named. */
  async function list(query: ListQuery): Promise<ProductList> {
    const sort = query.sort ?? '-updatedAt';
    const { field } = sorts[sort];
    const rows = await (await find(query, sort, query.cursor)).limit(query.limit + 1).toArray();
    const { items, nextCursor } = pageOf(rows, query.limit, row => {
      const at = row[field];
      return [field, at instanceof Date ? at.getTime() : at, row._id];
    });
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

    /** Everything that a filter lets through, newest first, read as it is asked for; a product that moves meanwhile comes once. */
    async *stream(filter: ProductFilter): AsyncGenerator<ProductRecord> {
      const seen = new Set<string>();
      for await (const row of (await find(filter, '-createdAt')).batchSize(STREAM_BATCH).allowDiskUse()) {
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

import type { IndexSpecification } from 'mongodb';
import { z } from 'zod';
import type { ListAllProductsInput, ProductStatus } from '../../generated/catalog/types.ts';
import { decodeCursor } from '../platform/cursor.ts';
import type { Condition, ProductFilter } from './access-paths.ts';
import type { ProductDocument } from './document.ts';
import { statesOf, stockStates } from './stock.ts';

export type ProductSort = ListAllProductsInput['query']['sort'];

/** The products that a list covers before any search terms apply, in the order of a sort. */
export interface ListScope {
  /** The condition of every product of the scope. */
  filter: readonly Condition[];
  /** The same conditions in the form that lets `index` return the scope in its order. */
  indexFilter: readonly Condition[];
  index: IndexSpecification;
  field: SortField;
  order: Record<string, Direction>;
}

type SortField = 'updatedAt' | 'createdAt' | 'titleKey' | 'priceKey' | 'status';
type Direction = 1 | -1;

const sorts: Record<ProductSort, { field: SortField; direction: Direction }> = {
  '-updatedAt': { field: 'updatedAt', direction: -1 },
  updatedAt: { field: 'updatedAt', direction: 1 },
  '-createdAt': { field: 'createdAt', direction: -1 },
  title: { field: 'titleKey', direction: 1 },
  '-title': { field: 'titleKey', direction: -1 },
  price: { field: 'priceKey', direction: 1 },
  '-price': { field: 'priceKey', direction: -1 },
  status: { field: 'status', direction: 1 },
  '-status': { field: 'status', direction: -1 },
};
const everyStatus = ['active', 'archived', 'draft'] as const satisfies ProductStatus[];

/**
 * Lets one index serve lists of every stock, as naming every status does: MongoDB merges its parts, each in order
 * already. Stock that was never looked up is absent, which is what BSON's null finds; undefined is sent as that.
 */
export const everyStock = { stock: { $in: [undefined, ...stockStates] } };

const idSchema = z.string().max(36);
const positionSchema = z.union([
  z.tuple([z.enum(['updatedAt', 'createdAt']), z.number().int(), idSchema]),
  z.tuple([z.literal('titleKey'), z.string().max(100), idSchema]),
  z.tuple([z.literal('priceKey'), z.number(), idSchema]),
  z.tuple([z.literal('status'), z.enum(everyStatus), idSchema]),
]);

/**
 * The products that a filter leaves after a cursor, in the order of a sort. A cursor of another sort is refused: its
 * position means nothing in this one.
 */
export function scopeOf(filter: ProductFilter, sort: ProductSort, cursor?: string): ListScope {
  const { field, direction } = sorts[sort];
  const isByStatus = field === 'status';
  const status: Condition[] = filter.status === undefined ? [] : [{ status: filter.status }];
  const stock: Condition[] = filter.stock === undefined ? [] : [{ stock: { $in: [...statesOf(filter.stock)] } }];
  const others: Condition[] = [
    ...(filter.category === undefined ? [] : [{ 'category.slug': filter.category }]),
    ...(cursor === undefined ? [] : [after(field, direction, cursor, filter.status)]),
  ];
  const category = filter.category !== undefined && ({ 'category.slug': 1 } as const);
  return {
    filter: [...status, ...stock, ...others],
    indexFilter: [
      ...(filter.status === undefined && !isByStatus ? [{ status: { $in: [...everyStatus] } }] : status),
      ...(filter.stock === undefined ? [everyStock] : stock),
      ...others,
    ],
    index: isByStatus
      ? { ...category, stock: 1, status: 1, _id: 1 }
      : { status: 1, ...category, stock: 1, [field]: -1, _id: -1 },
    field,
    // Products of one status are in the order of their ids already: said so, the parts of the index are merged.
    order: isByStatus && filter.status !== undefined ? { _id: direction } : { [field]: direction, _id: direction },
  };
}

function after(field: SortField, direction: Direction, cursor: string, status: ProductStatus | undefined): Condition {
  const [name, at, id] = decodeCursor(
    positionSchema.refine(([of]) => of === field),
    cursor,
  );
  const value = name === 'updatedAt' || name === 'createdAt' ? new Date(at) : at;
  const [beyond, from] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  if (name === 'status' && at === status) return { _id: { [beyond]: id } };
  return { [field]: { [from]: value }, $or: [{ [field]: { [beyond]: value } }, { _id: { [beyond]: id } }] };
}

/** The position of a product in a scope, as a cursor encodes it. */
export function positionOf({ field }: ListScope, product: ProductDocument): unknown {
  const at = product[field];
  return [field, at instanceof Date ? at.getTime() : at, product._id];
}

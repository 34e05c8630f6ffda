import type { IndexSpecification } from 'mongodb';
import { z } from 'zod';
import type { ListAllProductsInput, ProductStatus } from '../../generated/catalog/types.ts';
import { decodeCursor } from '../platform/cursor.ts';
import type { ProductDocument } from './document.ts';
import type { Condition, ProductFilter } from './ways.ts';

export type ProductSort = ListAllProductsInput['query']['sort'];

/** The part of a list that is left before anything is searched for, in the order of a sort. */
export interface Part {
  /** What all of its products meet. */
  filter: readonly Condition[];
  /** The same, as the index tells it that has the part in its order. */
  places: readonly Condition[];
  index: IndexSpecification;
  field: SortField;
  order: Record<string, Direction>;
}

type SortField = 'updatedAt' | 'createdAt' | 'titleKey';
type Direction = 1 | -1;

const sorts: Record<ProductSort, { field: SortField; direction: Direction }> = {
  '-updatedAt': { field: 'updatedAt', direction: -1 },
  updatedAt: { field: 'updatedAt', direction: 1 },
  '-createdAt': { field: 'createdAt', direction: -1 },
  title: { field: 'titleKey', direction: 1 },
  '-title': { field: 'titleKey', direction: -1 },
};
const everyStatus: ProductStatus[] = ['active', 'archived', 'draft'];

const idSchema = z.string().max(36);
const positionSchema = z.union([
  z.tuple([z.enum(['updatedAt', 'createdAt']), z.number().int(), idSchema]),
  z.tuple([z.literal('titleKey'), z.string().max(100), idSchema]),
]);

/**
 * What a filter leaves after a cursor, in the order of a sort. A cursor of another sort is refused: its place means
 * nothing in this one.
 */
export function partOf(filter: ProductFilter, sort: ProductSort, cursor?: string): Part {
  const { field, direction } = sorts[sort];
  const others: Condition[] = [
    ...(filter.category === undefined ? [] : [{ 'category.slug': filter.category }]),
    ...(cursor === undefined ? [] : [after(field, direction, cursor)]),
  ];
  const status: Condition[] = filter.status === undefined ? [] : [{ status: filter.status }];
  // Naming every status lets one index serve all of them: MongoDB merges their parts, each in order already.
  const statuses: Condition[] = filter.status === undefined ? [{ status: { $in: everyStatus } }] : status;
  const index = {
    status: 1,
    ...(filter.category !== undefined && { 'category.slug': 1 }),
    [field]: -1,
    _id: -1,
  } as const;
  const order = { [field]: direction, _id: direction } as const;
  return { filter: [...status, ...others], places: [...statuses, ...others], index, field, order };
}

function after(field: SortField, direction: Direction, cursor: string): Condition {
  const [, at, id] = decodeCursor(
    positionSchema.refine(([name]) => name === field),
    cursor,
  );
  const value = typeof at === 'number' ? new Date(at) : at;
  const [beyond, from] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  return { [field]: { [from]: value }, $or: [{ [field]: { [beyond]: value } }, { _id: { [beyond]: id } }] };
}

/** The place of a product in a part, as a cursor holds it. */
export function positionOf({ field }: Part, product: ProductDocument): unknown {
  const at = product[field];
  return [field, at instanceof Date ? at.getTime() : at, product._id];
}

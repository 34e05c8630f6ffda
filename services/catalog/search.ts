import type { Collection } from 'mongodb';
import type { AccessPath, Condition, IndexScan } from './access-paths.ts';
import type { ProductDocument } from './document.ts';
import type { ListScope } from './list-scope.ts';

/** At most so many matches are collected and sorted in memory. */
const COLLECT_LIMIT = 4_000;
/** Common terms are first looked for among so many products of the list: evenly spread matches fill a page there. */
const SCAN_LIMIT = 2_000;
/** Upper bound of the counts that compare several common terms. */
const COUNT_LIMIT = 20_000;

/** An access path with its most selective index scan. */
interface CountedPath {
  path: AccessPath;
  scan: IndexScan;
  /** How many products the scan alone matches, counted up to a limit. */
  matches: number;
}

const isFew = (counted: readonly CountedPath[]): boolean => counted.every(({ matches }) => matches < COLLECT_LIMIT);

/** That a product is on one of these paths. */
export const anyOf = (paths: readonly AccessPath[]): Condition => ({ $or: paths.map(path => path.predicate) });

/**
 * Finds products by what was typed, in the order of a list. What is rare is gathered by the index of its rarest word
 * and sorted. What is common is looked for among the first of the list, and gathered where all of it lies further on.
 */
export function productSearch(products: Collection<ProductDocument>) {
  /** The scan of a path with the fewest matches. */
  async function mostSelective(path: AccessPath, most: number): Promise<CountedPath> {
    const counted = path.scans.map(async scan => {
      const matches = await products.countDocuments(scan.condition, { limit: most, hint: scan.index });
      return { path, scan, matches };
    });
    return (await Promise.all(counted)).reduce((least, next) => (next.matches < least.matches ? next : least));
  }

  /** Each path with its most selective scan, counted up to `COLLECT_LIMIT`. */
  const countPaths = (paths: readonly AccessPath[]) =>
    Promise.all(paths.map(path => mostSelective(path, COLLECT_LIMIT)));

  /** Compares common scans by counting further. */
  const compareCommon = (counted: readonly CountedPath[]) =>
    Promise.all(
      counted.map(one =>
        one.matches < COLLECT_LIMIT || one.path.scans.length === 1 ? one : mostSelective(one.path, COUNT_LIMIT),
      ),
    );

  /**
   * The first matches on any of these paths: only what puts them in order is sorted, and the products themselves are
   * read in the end.
   */
  async function collect(paths: readonly CountedPath[], scope: ListScope, limit: number): Promise<ProductDocument[]> {
    const found = paths
      .filter(({ matches }) => matches > 0)
      .map(({ path, scan }) =>
        products
          // Where there is one scan alone, it says all that is to be met.
          .find({ $and: [...scope.filter, scan.condition, ...(path.scans.length > 1 ? [path.predicate] : [])] })
          .project<Pick<ProductDocument, '_id'>>({ [scope.field]: 1 })
          .sort(scope.order)
          .hint(scan.index)
          .limit(limit)
          .toArray(),
      );
    const ids = (await Promise.all(found)).flat().map(({ _id }) => _id);
    return products
      .find({ _id: { $in: ids } })
      .sort(scope.order)
      .limit(limit)
      .toArray();
  }

  /** The first matches among the first products of the list. */
  function scanFirst(
    paths: readonly AccessPath[],
    { indexFilter: places, index, order }: ListScope,
    limit: number,
  ): Promise<ProductDocument[]> {
    const stages = [
      { $match: { $and: [...places] } },
      { $sort: order },
      { $limit: SCAN_LIMIT },
      { $match: anyOf(paths) },
      { $limit: limit },
    ];
    return products.aggregate<ProductDocument>(stages, { hint: index }).toArray();
  }

  return {
    /** The first `limit` products of a scope that are on any of these paths. */
    async first(paths: readonly AccessPath[], scope: ListScope, limit: number): Promise<ProductDocument[]> {
      const counted = await countPaths(paths);
      if (isFew(counted)) return collect(counted, scope, limit);
      const scanned = await scanFirst(paths, scope, limit);
      return scanned.length === limit ? scanned : collect(await compareCommon(counted), scope, limit);
    },

    /** All products of a scope that are on any of these paths, where they are few enough to be held at once. */
    async allIfFew(paths: readonly AccessPath[], scope: ListScope): Promise<ProductDocument[] | undefined> {
      const counted = await countPaths(paths);
      return isFew(counted) ? collect(counted, scope, counted.length * COLLECT_LIMIT) : undefined;
    },
  };
}

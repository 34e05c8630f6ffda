import { z } from 'zod';
import { Prisma } from './prisma/client/client.ts';
import { queryOf } from './search-terms.ts';
import type { Level } from './stock.ts';
import type { Database } from './store.ts';
import { isSelective, skusFor } from './store-search-terms.ts';

export type LevelRow = Level & { updatedAt: Date };

const levelRows = z.array(
  z.object({
    sku: z.string(),
    location: z.string(),
    onHand: z.number(),
    reserved: z.number(),
    updatedAt: z.coerce.date(),
  }),
);
const columns = Prisma.sql`sku, location, on_hand AS "onHand", reserved, updated_at AS "updatedAt"`;

/** Levels that a scan for a common term covers first: evenly spread matches fill a page there. */
const SCAN_LIMIT = 2_000;

export interface LevelFilter {
  /** Words of a sku's title, or prefixes of the sku. */
  q?: string | undefined;
  /** A sku or the start of one. */
  sku?: string | undefined;
  /** Exactly these skus. */
  skus?: readonly string[] | undefined;
  location?: string | undefined;
  maxAvailable?: number | undefined;
  after?: { sku: string; location: string } | undefined;
}

// The column has byte order, so that a prefix is one range; no sku contains a tilde.
const startsWith = (sku: string) => Prisma.sql`(sku >= ${sku} AND sku < ${`${sku}~`})`;

/** The conditions of a filter, `q` left out. */
function conditionsOf({ sku, skus, location, maxAvailable, after }: LevelFilter): Prisma.Sql {
  const conditions = [
    Prisma.sql`true`,
    ...(sku === undefined ? [] : [startsWith(sku)]),
    ...(skus === undefined ? [] : [Prisma.sql`sku = ANY (${skus}::text[])`]),
    ...(location === undefined ? [] : [Prisma.sql`location = ${location}`]),
    ...(maxAvailable === undefined ? [] : [Prisma.sql`on_hand - reserved <= ${maxAvailable}::bigint`]),
    ...(after === undefined ? [] : [Prisma.sql`(sku, location) > (${after.sku}, ${after.location})`]),
  ];
  return Prisma.join(conditions, ' AND ');
}

/** Reads levels in their order. The matches of `q` are collected first. */
export function collectLevels(filter: LevelFilter, limit: number): Prisma.Sql {
  const { q } = filter;
  const search = q === undefined ? undefined : queryOf(q);
  const found = [
    q === undefined ? Prisma.sql`true` : startsWith(q.trim()),
    ...(search === undefined ? [] : [Prisma.sql`sku = ANY (ARRAY(${skusFor(search)}))`]),
  ];
  const lists = found.map(
    own =>
      Prisma.sql`(SELECT * FROM levels WHERE ${own} AND ${conditionsOf(filter)} ORDER BY sku, location LIMIT ${limit}::integer)`,
  );
  return Prisma.sql`SELECT ${columns} FROM (${Prisma.join(lists, ' UNION ')}) level ORDER BY sku, location LIMIT ${limit}::integer`;
}

/** Reads the levels that `q` matches among the first that match the rest of the filter. */
export function scanLevels(filter: LevelFilter, q: string, search: string, limit: number): Prisma.Sql {
  // OFFSET makes this a subplan of each level: PostgreSQL would collect all matches of a common word before it looks at
  // the first.
  return Prisma.sql`
    SELECT ${columns} FROM (SELECT * FROM levels WHERE ${conditionsOf(filter)} ORDER BY sku, location LIMIT ${SCAN_LIMIT}::integer) level
    WHERE ${startsWith(q.trim())} OR EXISTS (SELECT FROM (${skusFor(search)}) found WHERE found.sku = level.sku OFFSET 0)
    ORDER BY sku, location LIMIT ${limit}::integer`;
}

/**
 * Levels by sku and location, from after a position in that order. Selective terms of `q` are collected, common ones
 * scanned for among the first levels, and collected if that does not fill the page: PostgreSQL does not choose between
 * the two well (bench/RESULTS.md).
 */
export async function listLevels(database: Database, filter: LevelFilter, limit: number): Promise<LevelRow[]> {
  const { q } = filter;
  const search = q === undefined ? undefined : queryOf(q);
  if (q !== undefined && search !== undefined && !(await isSelective(database, search))) {
    const passed = levelRows.parse(await database.$queryRaw(scanLevels(filter, q, search, limit)));
    if (passed.length === limit) return passed;
  }
  return levelRows.parse(await database.$queryRaw(collectLevels(filter, limit)));
}

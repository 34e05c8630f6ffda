import { z } from 'zod';
import { Prisma } from './prisma/client/client.ts';
import type { Level } from './stock.ts';
import type { Database } from './store.ts';
import { areFew, skusFor } from './store-words.ts';
import { queryOf } from './words.ts';

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

/** What is not rare is looked for among so many levels first: spread evenly, it fills a page there. */
const PASSED = 2_000;

export interface LevelFilter {
  /** Words of what a sku is called, or the start of it. */
  q?: string | undefined;
  /** A sku or the start of one. */
  sku?: string | undefined;
  location?: string | undefined;
  maxAvailable?: number | undefined;
  after?: { sku: string; location: string } | undefined;
}

// The byte order of the column makes everything that begins with a text one range; no sku holds a tilde.
const startsWith = (sku: string) => Prisma.sql`(sku >= ${sku} AND sku < ${`${sku}~`})`;

/** What a filter asks of a level, `q` left out. */
function placesOf({ sku, location, maxAvailable, after }: LevelFilter): Prisma.Sql {
  const conditions = [
    Prisma.sql`true`,
    ...(sku === undefined ? [] : [startsWith(sku)]),
    ...(location === undefined ? [] : [Prisma.sql`location = ${location}`]),
    ...(maxAvailable === undefined ? [] : [Prisma.sql`on_hand - reserved <= ${maxAvailable}::bigint`]),
    ...(after === undefined ? [] : [Prisma.sql`(sku, location) > (${after.sku}, ${after.location})`]),
  ];
  return Prisma.join(conditions, ' AND ');
}

/** Reads levels in their order. What `q` leads to is gathered first. */
export function wantedLevels(filter: LevelFilter, limit: number): Prisma.Sql {
  const { q } = filter;
  const search = q === undefined ? undefined : queryOf(q);
  const found = [
    q === undefined ? Prisma.sql`true` : startsWith(q.trim()),
    ...(search === undefined ? [] : [Prisma.sql`sku = ANY (ARRAY(${skusFor(search)}))`]),
  ];
  const lists = found.map(
    own =>
      Prisma.sql`(SELECT * FROM levels WHERE ${own} AND ${placesOf(filter)} ORDER BY sku, location LIMIT ${limit}::integer)`,
  );
  return Prisma.sql`SELECT ${columns} FROM (${Prisma.join(lists, ' UNION ')}) level ORDER BY sku, location LIMIT ${limit}::integer`;
}

/** Reads the levels that `q` is about among the first that the rest of the filter lets through. */
export function passedLevels(filter: LevelFilter, q: string, search: string, limit: number): Prisma.Sql {
  // With OFFSET each level is asked by itself: PostgreSQL would gather all that match a common word before it looks at
  // the first.
  return Prisma.sql`
    SELECT ${columns} FROM (SELECT * FROM levels WHERE ${placesOf(filter)} ORDER BY sku, location LIMIT ${PASSED}::integer) level
    WHERE ${startsWith(q.trim())} OR EXISTS (SELECT FROM (${skusFor(search)}) found WHERE found.sku = level.sku OFFSET 0)
    ORDER BY sku, location LIMIT ${limit}::integer`;
}

/**
 * Levels by sku and location, from after a place in that order. What `q` finds is gathered where it is rare, looked for
 * among the first levels where it is common, and gathered where all of it lies further on: PostgreSQL cannot tell the
 * one from the other (bench/RESULTS.md).
 */
export async function listLevels(database: Database, filter: LevelFilter, limit: number): Promise<LevelRow[]> {
  const { q } = filter;
  const search = q === undefined ? undefined : queryOf(q);
  if (q !== undefined && search !== undefined && !(await areFew(database, search))) {
    const passed = levelRows.parse(await database.$queryRaw(passedLevels(filter, q, search, limit)));
    if (passed.length === limit) return passed;
  }
  return levelRows.parse(await database.$queryRaw(wantedLevels(filter, limit)));
}

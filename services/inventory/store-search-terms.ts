import { z } from 'zod';
import { Prisma } from './prisma/client/client.ts';
import { latestTerms, type SkuTerms } from './search-terms.ts';
import { addEmptyLevels, type Database, inTransaction, removeUnusedLevels } from './store.ts';

/** Maximum number of matching skus that are collected. */
const COLLECT_LIMIT = 4_000;
const countRows = z.tuple([z.object({ few: z.boolean() })]);

/** The skus whose words match a `tsquery`. */
export const skusFor = (search: string): Prisma.Sql =>
  Prisma.sql`SELECT sku FROM sku_words WHERE words @@ ${search}::tsquery`;

/** Whether few enough skus match a `tsquery` to be collected. */
export async function isSelective(database: Database, search: string): Promise<boolean> {
  const counted = Prisma.sql`SELECT count(*) <= ${COLLECT_LIMIT} AS few FROM (${skusFor(search)} LIMIT ${COLLECT_LIMIT + 1}::integer) found`;
  const [{ few }] = countRows.parse(await database.$queryRaw(counted));
  return few;
}

/**
 * Saves search terms of skus, in two statements however many there are; terms of a later version of the product stay.
 * Every sku of the catalog has a level, so that it is listed and can be adjusted; a deleted sku loses a level that was
 * never used.
 */
export async function saveTerms(database: Database, updates: readonly SkuTerms[]): Promise<void> {
  const newest = latestTerms(updates);
  const gone = newest.filter(({ words }) => words === undefined);
  const kept = newest.filter(({ words }) => words !== undefined);
  if (gone.length > 0)
    await database.$executeRaw`
      DELETE FROM sku_words w USING ${table(gone)} gone
      WHERE w.sku = gone.sku AND w.product_id = gone.product_id AND w.version <= gone.version`;
  if (kept.length > 0)
    await database.$executeRaw`
      INSERT INTO sku_words (sku, product_id, version, words)
      SELECT sku, product_id, version, array_to_tsvector(string_to_array(words, ' ')) FROM ${table(kept)} kept
      ON CONFLICT (sku, product_id) DO UPDATE SET version = excluded.version, words = excluded.words
      WHERE sku_words.version < excluded.version`;
  if (kept.length > 0) await addEmptyLevels(database, skusOf(kept));
  if (gone.length > 0) await inTransaction(database, tx => removeUnusedLevels(tx, skusOf(gone)));
}

const skusOf = (terms: readonly { sku: string }[]): string[] => [...new Set(terms.map(({ sku }) => sku))];

/**
 * Updates as a table, one parameter for each column: the parameters of a statement are limited, variants of products
 * are not.
 */
function table(updates: ReturnType<typeof latestTerms>): Prisma.Sql {
  const skus = updates.map(({ sku }) => sku);
  const productIds = updates.map(({ productId }) => productId);
  const versions = updates.map(({ version }) => version);
  const words = updates.map(one => one.words?.join(' ') ?? '');
  return Prisma.sql`(SELECT * FROM unnest(${skus}::text[], ${productIds}::uuid[], ${versions}::integer[], ${words}::text[])
    updates (sku, product_id, version, words))`;
}

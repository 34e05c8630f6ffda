import { z } from 'zod';
import { Prisma } from './prisma/client/client.ts';
import type { Database } from './store.ts';
import { newestOf, type ToldWords } from './words.ts';

/** Up to so many skus are gathered at once. */
const FEW = 4_000;
const countRows = z.tuple([z.object({ few: z.boolean() })]);

/** The skus whose words match a `tsquery`. */
export const skusFor = (search: string): Prisma.Sql =>
  Prisma.sql`SELECT sku FROM sku_words WHERE words @@ ${search}::tsquery`;

/** Whether few skus match a `tsquery`. */
export async function areFew(database: Database, search: string): Promise<boolean> {
  const counted = Prisma.sql`SELECT count(*) <= ${FEW} AS few FROM (${skusFor(search)} LIMIT ${FEW + 1}::integer) found`;
  const [{ few }] = countRows.parse(await database.$queryRaw(counted));
  return few;
}

/**
 * Keeps what is told of skus, in two statements however much it is; what is kept of a later version of the product
 * stays.
 */
export async function keepWords(database: Database, told: readonly ToldWords[]): Promise<void> {
  const newest = newestOf(told);
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
}

/**
 * News as a table, in as many parameters as it has columns: those of a statement are limited, the variants of products
 * are not.
 */
function table(news: ReturnType<typeof newestOf>): Prisma.Sql {
  const skus = news.map(({ sku }) => sku);
  const productIds = news.map(({ productId }) => productId);
  const versions = news.map(({ version }) => version);
  const words = news.map(one => one.words?.join(' ') ?? '');
  return Prisma.sql`(SELECT * FROM unnest(${skus}::text[], ${productIds}::uuid[], ${versions}::integer[], ${words}::text[])
    news (sku, product_id, version, words))`;
}

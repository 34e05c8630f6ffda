import { z } from 'zod';
import { Prisma } from './prisma/client/client.ts';
import type { Database } from './store.ts';

/** Keeps the words of a product's skus, unless those of a later version are kept already. */
export async function keepWords(
  database: Database,
  product: { id: string; version: number },
  variants: readonly { sku: string; words: readonly string[] }[],
): Promise<void> {
  const rows = variants.map(
    ({ sku, words }) => Prisma.sql`(${sku}, ${product.id}::uuid, ${product.version}::integer, array_to_tsvector(${words}::text[]))`,
  );
  await database.$executeRaw`
    INSERT INTO sku_words (sku, product_id, version, words) VALUES ${Prisma.join(rows)}
    ON CONFLICT (sku, product_id) DO UPDATE SET version = excluded.version, words = excluded.words
    WHERE sku_words.version < excluded.version`;
}

/** Forgets the words of skus that a product had up to a version. */
export async function forgetWords(database: Database, product: { id: string; version: number; skus: readonly string[] }): Promise<void> {
  const { id, version, skus } = product;
  if (skus.length > 0)
    await database.$executeRaw`
      DELETE FROM sku_words WHERE sku = ANY (${skus}::text[]) AND product_id = ${id}::uuid AND version <= ${version}`;
}

/** Up to so many skus are gathered at once. */
const FEW = 4_000;
const countRows = z.tuple([z.object({ few: z.boolean() })]);

/** The skus whose words match a `tsquery`. */
export const skusFor = (search: string): Prisma.Sql => Prisma.sql`SELECT sku FROM sku_words WHERE words @@ ${search}::tsquery`;

/** Whether few skus match a `tsquery`. */
export async function areFew(database: Database, search: string): Promise<boolean> {
  const counted = Prisma.sql`SELECT count(*) <= ${FEW} AS few FROM (${skusFor(search)} LIMIT ${FEW + 1}::integer) found`;
  const [{ few }] = countRows.parse(await database.$queryRaw(counted));
  return few;
}

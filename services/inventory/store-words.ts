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

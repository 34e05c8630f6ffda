import type { ProductUpdated } from '../../generated/catalog/events.ts';
import { foldText, queryTerms, searchTerms } from '../platform/search-text.ts';

/** What skus begin with among words: no word has it, so that looking for words does not come upon skus. */
const SKU = '#';

/** What is told of a product's skus: the words by which the stock of each is found, and which it has no more. */
export interface ToldWords {
  productId: string;
  version: number;
  skus: readonly { sku: string; words: readonly string[] }[];
  gone: readonly string[];
}

/** The words of each variant: of its product's title and brand, of its own title, and its sku. */
export function wordsOfProduct(
  product: Pick<ProductUpdated, 'id' | 'version' | 'title' | 'brand' | 'variants' | 'removedSkus'>,
): ToldWords {
  const { id: productId, version, title, brand = '', variants, removedSkus: gone = [] } = product;
  const skus = variants.map(variant => ({
    sku: variant.sku,
    words: [...searchTerms(`${title} ${brand} ${variant.title}`), `${SKU}${variant.sku.toLowerCase()}`],
  }));
  return { productId, version, skus, gone };
}

/**
 * What is newest of each sku of each product, among news of one product that come in their order; without words where
 * it is gone.
 */
export function newestOf(
  told: readonly ToldWords[],
): { sku: string; productId: string; version: number; words?: readonly string[] }[] {
  const newest = new Map<string, ReturnType<typeof newestOf>[number]>();
  for (const { productId, version, skus, gone } of told) {
    for (const one of [...skus, ...gone.map(sku => ({ sku }))]) {
      const key = `${one.sku} ${productId}`;
      if (version >= (newest.get(key)?.version ?? 0)) newest.set(key, { ...one, productId, version });
    }
  }
  return [...newest.values()];
}

/**
 * What is typed, as a `tsquery`: each word begins a word of the variant, or all of it begins the sku. Undefined where
 * nothing can be found. The quotes are safe: words are letters and digits only, and of skus no more is let through than
 * they may hold.
 */
export function queryOf(q: string): string | undefined {
  const text = foldText(q).trim();
  const words = queryTerms(q);
  const named = words.map(word => `'${word}':*`).join(' & ');
  const sku = /^[a-z0-9._-]{1,64}$/.test(text) ? `'${SKU}${text}':*` : '';
  return [named, sku].filter(Boolean).join(' | ') || undefined;
}

import type { ProductUpdated } from '../../generated/catalog/events.ts';
import { foldText } from '../../look/fold-text.ts';
import { queryTerms, searchTerms } from '../platform/search-text.ts';

/** The prefix of skus among search terms: no word has it, so that a word never matches a sku. */
const SKU = '#';

/** The search terms of a product's skus, and the skus that it no longer has. */
export interface SkuTerms {
  productId: string;
  version: number;
  skus: readonly { sku: string; words: readonly string[] }[];
  deleted: readonly string[];
}

/** The search terms of each variant: words of its product's title and brand, of its own title, and its sku. */
export function termsOfProduct(
  product: Pick<ProductUpdated, 'id' | 'version' | 'title' | 'brand' | 'variants' | 'removedSkus'>,
): SkuTerms {
  const { id: productId, version, title, brand = '', variants, removedSkus: deleted = [] } = product;
  const skus = variants.map(variant => ({
    sku: variant.sku,
    words: [...searchTerms(`${title} ${brand} ${variant.title}`), `${SKU}${variant.sku.toLowerCase()}`],
  }));
  return { productId, version, skus, deleted };
}

/**
 * The newest terms of each sku of each product among updates that arrive in order; without words if the sku was
 * deleted.
 */
export function latestTerms(
  updates: readonly SkuTerms[],
): { sku: string; productId: string; version: number; words?: readonly string[] }[] {
  const newest = new Map<string, ReturnType<typeof latestTerms>[number]>();
  for (const { productId, version, skus, deleted } of updates) {
    for (const one of [...skus, ...deleted.map(sku => ({ sku }))]) {
      const key = `${one.sku} ${productId}`;
      if (version >= (newest.get(key)?.version ?? 0)) newest.set(key, { ...one, productId, version });
    }
  }
  return [...newest.values()];
}

/**
 * A search text as a `tsquery`: each term is a prefix of a word of the variant, or the whole text a prefix of the sku.
 * Undefined if nothing can match. The quotes are safe: words are letters and digits only, and a text is matched against
 * skus only if it has the characters of one.
 */
export function queryOf(q: string): string | undefined {
  const text = foldText(q).trim();
  const words = queryTerms(q);
  const named = words.map(word => `'${word}':*`).join(' & ');
  const sku = /^[a-z0-9._-]{1,64}$/.test(text) ? `'${SKU}${text}':*` : '';
  return [named, sku].filter(Boolean).join(' | ') || undefined;
}

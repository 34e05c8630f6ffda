import type { ProductUpdated } from '../../generated/catalog/events.ts';
import { plainText, wordsOf } from '../platform/words.ts';

const MAX_WORDS = 8;
/** What skus begin with among words: no word has it, so that looking for words does not come upon skus. */
const SKU = '#';

/** The words by which each variant's stock is found: of its product's title and brand, of its own title, and its sku. */
export function wordsOfVariants({
  title,
  brand = '',
  variants,
}: Pick<ProductUpdated, 'title' | 'brand' | 'variants'>): { sku: string; words: string[] }[] {
  return variants.map(variant => ({
    sku: variant.sku,
    words: [...new Set([...wordsOf(`${title} ${brand} ${variant.title}`), `${SKU}${variant.sku.toLowerCase()}`])],
  }));
}

/**
 * What is typed, as a `tsquery`: each word begins a word of the variant, or all of it begins the sku. Undefined where nothing can be found.
 * The quotes are safe: words are letters and digits only, and of skus no more is let through than they may hold.
 */
export function queryOf(q: string): string | undefined {
  const text = plainText(q).trim();
  const words = wordsOf(q).slice(0, MAX_WORDS);
  const named = words.map(word => `'${word}':*`).join(' & ');
  const sku = /^[a-z0-9._-]{1,64}$/.test(text) ? `'${SKU}${text}':*` : '';
  return [named, sku].filter(Boolean).join(' | ') || undefined;
}

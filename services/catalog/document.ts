import { plainText, wordsOf } from '../platform/words.ts';
import type { ProductRecord } from './product.ts';

/**
 * A product as MongoDB holds it: the record, what lists find and order it by, and the last import that made or changed it.
 */
export type ProductDocument = Omit<ProductRecord, 'id'> & { _id: string; words: string[]; titleKey: string; importId?: string };

const MAX_TITLE_KEY = 100;

/** What lists find and order a product by: words of title and brand, its skus, and its title without case and accents. */
export function findingFields(product: Pick<ProductRecord, 'title' | 'brand' | 'variants'>): Pick<ProductDocument, 'words' | 'titleKey'> {
  const skus = product.variants.map(variant => variant.sku.toLowerCase());
  const words = [...new Set([...wordsOf(`${product.title} ${product.brand ?? ''}`), ...skus])];
  return { words, titleKey: plainText(product.title).trim().slice(0, MAX_TITLE_KEY) };
}

/** The document of a product; `importId` where an import writes it. */
export function toDocument({ id, ...product }: ProductRecord, importId?: string): ProductDocument {
  return { _id: id, ...product, ...findingFields(product), ...(importId !== undefined && { importId }) };
}

/** The product of a document. */
export function toRecord({ _id, words: _words, titleKey: _titleKey, importId: _importId, ...product }: ProductDocument): ProductRecord {
  return { id: _id, ...product };
}

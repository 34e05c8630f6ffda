import { foldText, searchTerms } from '../platform/search-text.ts';
import type { ProductRecord } from './product.ts';

/** What lists find and order a product by. */
export interface FindingFields {
  /** The words of title and brand. */
  words: string[];
  /** The same in one text, a space before each: tested many times faster than a list. */
  wordLine: string;
  /** Its skus in lower case. */
  skus: string[];
  /** The title without case and accents, cut. */
  titleKey: string;
}

/**
 * A product as MongoDB holds it: the record, what lists find and order it by, and the last import that made or changed
 * it.
 */
export type ProductDocument = Omit<ProductRecord, 'id'> & FindingFields & { _id: string; importId?: string };

const MAX_TITLE_KEY = 100;

/** What lists find and order a product by. */
export function findingFields({
  title,
  brand = '',
  variants,
}: Pick<ProductRecord, 'title' | 'brand' | 'variants'>): FindingFields {
  const words = searchTerms(`${title} ${brand}`);
  return {
    words,
    wordLine: words.map(word => ` ${word}`).join(''),
    skus: variants.map(variant => variant.sku.toLowerCase()),
    titleKey: foldText(title).trim().slice(0, MAX_TITLE_KEY),
  };
}

/** The document of a product; `importId` where an import writes it. */
export function toDocument({ id, ...product }: ProductRecord, importId?: string): ProductDocument {
  return { _id: id, ...product, ...findingFields(product), ...(importId !== undefined && { importId }) };
}

/** The product of a document. */
export function toRecord(document: ProductDocument): ProductRecord {
  const {
    _id,
    words: _words,
    wordLine: _line,
    skus: _skus,
    titleKey: _titleKey,
    importId: _importId,
    ...product
  } = document;
  return { id: _id, ...product };
}

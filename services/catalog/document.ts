import { foldText } from '../../look/fold-text.ts';
import { toDecimal } from '../../look/money.ts';
import { searchTerms } from '../platform/search-text.ts';
import { truncate } from '../platform/truncate.ts';
import type { ProductRecord } from './product.ts';
import type { StockState } from './stock.ts';

/** The derived fields that lists search and sort products by. */
export interface SearchFields {
  /** The words of title and brand. */
  words: string[];
  /** The same in one text, a space before each: tested many times faster than a list. */
  wordLine: string;
  /** Its skus in lower case. */
  skus: string[];
  /** The title without case and accents, cut. */
  titleKey: string;
  /** The lowest price of its variants, in major units of its currency. */
  priceKey: number;
}

/** What can be sold of a product, as lists filter by it (store-stock.ts). */
export interface StockFields {
  /** Absent where it was never looked up. */
  stock?: StockState;
  /** Its skus changed since it was looked up. */
  stockDue?: true;
}

/**
 * A product as MongoDB stores it: the record, its search fields, its stock, and the last import that made or changed
 * it.
 */
export type ProductDocument = Omit<ProductRecord, 'id'> &
  SearchFields &
  StockFields & { _id: string; importId?: string };

const MAX_TITLE_KEY = 100;

/** The derived fields that lists search and sort products by. */
export function searchFields({
  title,
  brand = '',
  variants,
}: Pick<ProductRecord, 'title' | 'brand' | 'variants'>): SearchFields {
  const words = searchTerms(`${title} ${brand}`);
  return {
    words,
    wordLine: words.map(word => ` ${word}`).join(''),
    skus: variants.map(variant => variant.sku.toLowerCase()),
    titleKey: truncate(foldText(title).trim(), MAX_TITLE_KEY),
    priceKey: Math.min(...variants.map(({ price }) => Number(toDecimal(price)))),
  };
}

/** The document of a product; `importId` where an import writes it. */
export function toDocument({ id, ...product }: ProductRecord, importId?: string): ProductDocument {
  return { _id: id, ...product, ...searchFields(product), ...(importId !== undefined && { importId }) };
}

/** The product of a document. */
export function toRecord(document: ProductDocument): ProductRecord {
  const {
    _id,
    words: _words,
    wordLine: _line,
    skus: _skus,
    titleKey: _titleKey,
    priceKey: _priceKey,
    importId: _importId,
    stock: _stock,
    stockDue: _stockDue,
    ...product
  } = document;
  return { id: _id, ...product };
}

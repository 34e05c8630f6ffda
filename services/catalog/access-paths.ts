import type { Filter, IndexSpecification } from 'mongodb';
import type { ProductStatus, StockFilter } from '../../generated/catalog/types.ts';
import { foldText } from '../../look/fold-text.ts';
import { queryTerms } from '../platform/search-text.ts';
import type { ProductDocument } from './document.ts';

export type Condition = Filter<ProductDocument>;

/**
 * What narrows a list: words of the title or the start of a sku, a status, the slug of a category, stock, an attribute
 * (attribute-filter.ts), an import, products by id.
 */
export interface ProductFilter {
  q?: string;
  status?: ProductStatus;
  category?: string;
  stock?: StockFilter;
  attribute?: IndexScan;
  import?: string;
  ids?: readonly string[];
}

/** A condition that one index answers alone. */
export interface IndexScan {
  index: IndexSpecification;
  condition: Condition;
}

/**
 * One access path to products. A product on it meets the condition of every scan, so any one of them may be read first;
 * the most selective one reads the fewest products.
 */
export interface AccessPath {
  scans: readonly IndexScan[];
  /** All of the conditions as one, in the form that is cheapest to test on a product that has been read. */
  predicate: Condition;
}

/** The index that products of categories are counted by, without a look at them. */
export const categoryCountIndex = { 'category.id': 1, status: 1 } as const;

/** Includes the sort keys of the console's list: the index covers that order without reading a product. */
export const wordIndex = { words: 1, updatedAt: -1, _id: -1 } as const;

/** Text to match as it is, at the start of a word. */
function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`);
}

/**
 * The access paths of a filter: every search term is a prefix of a word of the product, or the whole text is a prefix
 * of a sku. Undefined where nothing is searched for; empty where nothing can match.
 */
export function accessPathsOf(filter: ProductFilter): AccessPath[] | undefined {
  const { q = '', attribute, import: importId, ids } = filter;
  const narrowed: IndexScan[] = [
    ...(attribute === undefined ? [] : [attribute]),
    ...(importId === undefined ? [] : [{ index: { importId: 1 } as const, condition: { importId } }]),
    ...(ids === undefined
      ? []
      : [{ index: { _id: 1 } as const, condition: { _id: { $in: ids.map(id => id.toLowerCase()) } } }]),
  ];
  const text = foldText(q).trim();
  const within = narrowed.map(lead => lead.condition);
  if (text === '') return narrowed.length === 0 ? undefined : [{ scans: narrowed, predicate: { $and: within } }];
  const words = queryTerms(q);
  const named = words.map(word => ({ index: wordIndex, condition: { words: startsWith(word) } }));
  const sku = { index: { skus: 1 }, condition: { skus: startsWith(text) } };
  return [
    ...(words.length > 0
      ? [
          {
            scans: [...named, ...narrowed],
            predicate: { $and: [...words.map(word => ({ wordLine: new RegExp(` ${word}`) })), ...within] },
          },
        ]
      : []),
    ...(/^[a-z0-9._-]+$/.test(text)
      ? [{ scans: [sku, ...narrowed], predicate: { $and: [sku.condition, ...within] } }]
      : []),
  ];
}

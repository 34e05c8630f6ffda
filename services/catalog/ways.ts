import type { Filter, IndexSpecification } from 'mongodb';
import type { ProductStatus } from '../../generated/catalog/types.ts';
import { foldText, queryTerms } from '../platform/search-text.ts';
import type { ProductDocument } from './document.ts';

export type Condition = Filter<ProductDocument>;

/**
 * What narrows a list: words of the title or the start of a sku, a status, the slug of a category, an import, products
 * by id.
 */
export interface ProductFilter {
  q?: string;
  status?: ProductStatus;
  category?: string;
  import?: string;
  ids?: readonly string[];
}

/** What an index answers by itself. */
export interface Lead {
  index: IndexSpecification;
  condition: Condition;
}

/**
 * One way to be found. A product on it meets all of `leads`, so each of them alone leads to it, the rarest after the
 * fewest others.
 */
export interface Way {
  leads: readonly Lead[];
  /** Whether a product is on this way, as it is tested quickest once the product is at hand. */
  meets: Condition;
}

/** Holds what puts the console's list in order, so that this order of common words needs no product read. */
export const wordIndex = { words: 1, updatedAt: -1, _id: -1 } as const;

/** Text to match as it is, at the start of a word. */
function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`);
}

/**
 * The ways by which a product may be found: all the words that were typed begin words of it, or the whole text begins a
 * sku. Undefined where nothing is searched for; none where nothing can be found.
 */
export function waysOf({ q = '', import: importId, ids }: ProductFilter): Way[] | undefined {
  const narrowed: Lead[] = [
    ...(importId === undefined ? [] : [{ index: { importId: 1 } as const, condition: { importId } }]),
    ...(ids === undefined
      ? []
      : [{ index: { _id: 1 } as const, condition: { _id: { $in: ids.map(id => id.toLowerCase()) } } }]),
  ];
  const text = foldText(q).trim();
  const within = narrowed.map(lead => lead.condition);
  if (text === '') return narrowed.length === 0 ? undefined : [{ leads: narrowed, meets: { $and: within } }];
  const words = queryTerms(q);
  const named = words.map(word => ({ index: wordIndex, condition: { words: startsWith(word) } }));
  const sku = { index: { skus: 1 }, condition: { skus: startsWith(text) } };
  return [
    ...(words.length > 0
      ? [
          {
            leads: [...named, ...narrowed],
            meets: { $and: [...words.map(word => ({ wordLine: new RegExp(` ${word}`) })), ...within] },
          },
        ]
      : []),
    ...(/^[a-z0-9._-]+$/.test(text)
      ? [{ leads: [sku, ...narrowed], meets: { $and: [sku.condition, ...within] } }]
      : []),
  ];
}

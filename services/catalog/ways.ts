import type { Filter, IndexSpecification } from 'mongodb';
import type { ProductStatus } from '../../generated/catalog/types.ts';
import { plainText, searchedWords } from '../platform/words.ts';
import type { ProductDocument } from './document.ts';

export type Condition = Filter<ProductDocument>;

/** What narrows a list: words of the title or the start of a sku, a status, the slug of a category, an import. */
export interface ProductFilter {
  q?: string;
  status?: ProductStatus;
  category?: string;
  import?: string;
}

/** What an index answers by itself. */
export interface Lead {
  index: IndexSpecification;
  condition: Condition;
}

/** One way to be found. A product on it meets all of `leads`, so each of them alone leads to it, the rarest after the fewest others. */
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
 * The ways by which a product may be found: all the words that were typed begin words of it, or the whole text begins a sku. Undefined where
 * nothing is searched for; none where nothing can be found.
 */
export function waysOf({ q = '', import: importId }: ProductFilter): Way[] | undefined {
  const imported: Lead[] = importId === undefined ? [] : [{ index: { importId: 1 }, condition: { importId } }];
  const text = plainText(q).trim();
  const within = imported.map(lead => lead.condition);
  if (text === '') return importId === undefined ? undefined : [{ leads: imported, meets: { importId } }];
  const words = searchedWords(q);
  const named = words.map(word => ({ index: wordIndex, condition: { words: startsWith(word) } }));
  const sku = { index: { skus: 1 }, condition: { skus: startsWith(text) } };
  return [
    ...(words.length > 0
      ? [{ leads: [...named, ...imported], meets: { $and: [...words.map(word => ({ wordLine: new RegExp(` ${word}`) })), ...within] } }]
      : []),
    ...(/^[a-z0-9._-]+$/.test(text) ? [{ leads: [sku, ...imported], meets: { $and: [sku.condition, ...within] } }] : []),
  ];
}

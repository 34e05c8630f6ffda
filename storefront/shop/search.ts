import { createSearchClient } from '../../generated/search/client.ts';
import type { Facets, FacetValue, Hit, SearchPage } from '../../generated/search/types.ts';
import type { Card } from './catalog.ts';
import { asked, type Down, gateway } from './gateway.ts';
import type { Wanted } from './wanted.ts';

export type { Facets, FacetValue };

export interface Found {
  cards: readonly Card[];
  facets: Facets;
  total: number;
  nextCursor: string | null;
  /** The words that were found instead of the ones that were typed, when no product has those. */
  instead: readonly string[];
  /** No product has all of the words; these have some of them. */
  isPartial: boolean;
}

const client = () => createSearchClient(gateway());
const PAGE = 24;
/** So many at once, in whole pages, are asked of search. */
const ONCE = 96;

const nothing: Found = {
  cards: [],
  facets: { category: [], brand: [], price: { min: null, max: null }, inStock: 0 },
  total: 0,
  nextCursor: null,

  instead: [],
  isPartial: false,
};

/**
 * What matches: as many pages of cards as are wanted, with the facets to go on with. A cursor or value that search does
 * not take finds nothing.
 */
export async function find(wanted: Wanted): Promise<Found | Down> {
  const { pages, ...query } = wanted;
  const answer = await asked(client().searchProducts({ query: { ...query, limit: Math.min(pages * PAGE, ONCE) } }));
  if (answer.status === 503) return answer;
  if (answer.status === 400) return nothing;
  const { items, facets, total, nextCursor } = answer.body;
  const first = {
    cards: items.map(cardOf),
    facets,
    total,
    nextCursor,
    instead: insteadOf(answer.body, wanted.q),
    isPartial: wanted.q !== undefined && answer.body.matched === 'some',
  };
  const more = pages - ONCE / PAGE;
  if (more <= 0 || nextCursor === null) return first;
  const rest = await find({ ...wanted, cursor: nextCursor, pages: more });
  if ('status' in rest) return rest;
  return { ...first, cards: [...first.cards, ...rest.cards], nextCursor: rest.nextCursor };
}

function cardOf({ slug, title, size, price, image, inStock, variants }: Hit): Card {
  const hasMorePrices = variants.some(variant => variant.price.amount !== price.amount);
  return { slug, title, size, price, hasMorePrices, image, inStock };
}

/** The marked words of the best matches, when typing errors had to be forgiven to find them. */
function insteadOf({ matched, items }: SearchPage, q: string | undefined): string[] {
  if (q === undefined || matched !== 'close') return [];
  const marked = items
    .slice(0, 3)
    .flatMap(({ highlight = '' }) =>
      [...highlight.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word = '']) => word.toLowerCase()),
    );
  return [...new Set(marked)].slice(0, 3);
}

import { createSearchClient } from '../../generated/search/client.ts';
import type { AttributeFacet, Facets, FacetValue, SearchPage } from '../../generated/search/types.ts';
import { type Card, cardOfHit, groupCards } from './card.ts';
import { gateway, orUnavailable, type ServiceUnavailable } from './gateway.ts';
import type { ListQuery, Sort } from './list-query.ts';

export type { AttributeFacet, Facets, FacetValue };

export interface SearchResults {
  /** Products of the same name and brand are one card. */
  cards: readonly Card[];
  /** How many products the cards stand for. */
  shown: number;
  facets: Facets;
  total: number;
  nextCursor: string | null;
  /** The corrected words, where no product matches the typed ones. */
  corrections: readonly string[];
  /** No product matches all words; these match some. */
  isPartial: boolean;
}

const client = () => createSearchClient(gateway('search'));
const PAGE_SIZE = 24;
/** The most hits of one request, in whole pages. */
const MAX_PER_REQUEST = 96;

/** In these orders every size of a product has a place of its own. */
const byPrice: ReadonlySet<Sort> = new Set(['price-asc', 'price-desc', 'unit-price-asc']);

const noResults: SearchResults = {
  cards: [],
  shown: 0,
  facets: { category: [], brand: [], price: { min: null, max: null }, inStock: 0 },
  total: 0,
  nextCursor: null,
  corrections: [],
  isPartial: false,
};

/** The matching products, as many pages as requested, with their facets. An invalid cursor or value has no results. */
export async function searchProducts(query: ListQuery): Promise<SearchResults | ServiceUnavailable> {
  const { pages, ...filters } = query;
  const response = await orUnavailable(
    client().searchProducts({ query: { ...filters, limit: Math.min(pages * PAGE_SIZE, MAX_PER_REQUEST) } }),
  );
  if (response.status === 503) return response;
  if (response.status === 400) return noResults;
  const { items, facets, total, nextCursor } = response.body;
  const cards = items.flatMap(hit => cardOfHit(hit) ?? []);
  const first = {
    cards: byPrice.has(query.sort) ? cards : groupCards(cards, PAGE_SIZE),
    shown: items.length,
    facets,
    total,
    nextCursor,
    corrections: correctionsIn(response.body, query.q),
    isPartial: query.q !== undefined && response.body.matched === 'some',
  };
  const morePages = pages - MAX_PER_REQUEST / PAGE_SIZE;
  if (morePages <= 0 || nextCursor === null) return first;
  const rest = await searchProducts({ ...query, cursor: nextCursor, pages: morePages });
  if ('status' in rest) return rest;
  return {
    ...first,
    cards: [...first.cards, ...rest.cards],
    shown: first.shown + rest.shown,
    nextCursor: rest.nextCursor,
  };
}

/**
 * For a price filter that no product matches: the products whose prices are nearest to it, a few cheaper ones before a
 * few dearer ones.
 */
export async function nearestInPrice(query: ListQuery, count: number): Promise<readonly Card[]> {
  const { minPrice, maxPrice, ...rest } = query;
  const anyPrice = { ...rest, cursor: undefined, pages: 1 };
  const [below, above] = await Promise.all([
    minPrice === undefined
      ? noResults
      : searchProducts({ ...anyPrice, minPrice: undefined, maxPrice: minPrice, sort: 'price-desc' }),
    maxPrice === undefined
      ? noResults
      : searchProducts({ ...anyPrice, minPrice: maxPrice, maxPrice: undefined, sort: 'price-asc' }),
  ]);
  const first = (found: SearchResults | ServiceUnavailable) => ('status' in found ? [] : found.cards.slice(0, count));
  return [...first(below).toReversed(), ...first(above)];
}

/** The highlighted words of the best hits, where the search service corrected the typed words. */
function correctionsIn({ matched, items }: SearchPage, q: string | undefined): string[] {
  if (q === undefined || matched !== 'close') return [];
  const marked = items
    .slice(0, 3)
    .flatMap(({ highlight = '' }) =>
      [...highlight.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word = '']) => word.toLowerCase()),
    );
  return [...new Set(marked)].slice(0, 3);
}

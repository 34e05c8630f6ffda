import type { estypes } from '@elastic/elasticsearch';
import type { SearchProductsInput } from '../../generated/search/types.ts';
import { STOP_WORDS } from './mapping.ts';
import type { Word } from './meant.ts';
import { titleKey } from './product.ts';

export type Wish = SearchProductsInput['query'];
type Query = estypes.QueryDslQueryContainer;

/**
 * How far words may be from a product's: `exact` (stems and synonyms, all words), `close` (typing errors and beginnings
 * too, exact matches first), `some` (half of the words will do). The first that finds enough is taken, without regard
 * to filters, so that facets and pages agree on it.
 */
export const STAGES = ['exact', 'close', 'some'] as const;
export type Stage = (typeof STAGES)[number];

/** With fewer exact matches than this, a typing error is likely: near misses are shown below them. */
const ENOUGH: Record<Stage, number> = { exact: 3, close: 1, some: 0 };

const SHORTEST_BEGINNING = 4;
const MOST_FACET_VALUES = 250;
/** More than any score of a near miss. */
const FIRST = 1_000;

/** Whether a stage that matched so many products is the one to show. */
export function isEnough(stage: Stage, matches: number): boolean {
  return matches >= ENOUGH[stage];
}

function allWords(q: string): Query[] {
  return [{ match: { all: { query: q, operator: 'and' } } }, { term: { skus: { value: q, boost: 100 } } }];
}

/**
 * What makes one match better than another: words of the title, in their order, as they are; the brand; the category.
 */
function better(q: string): Query[] {
  return [
    { match: { title: { query: q, boost: 3 } } },
    { match: { 'title.plain': { query: q, operator: 'and', boost: 2 } } },
    { match_phrase: { 'title.plain': { query: q, boost: 3 } } },
    { term: { titleKey: { value: titleKey(q), boost: 20 } } },
    { match: { 'brand.words': { query: q, boost: 1.5 } } },
    { match: { 'category.name.words': { query: q, boost: 1.5 } } },
  ];
}

/** A field with one of the words that may be meant, or with the one that was asked for. */
function oneOf(field: string, { asked, meant }: Word): Query {
  return { dis_max: { queries: [asked, ...meant].map(query => ({ match: { [field]: { query } } })) } };
}

/**
 * The same, or with a word that begins as the one that was asked for, if that has enough letters to say what it begins.
 */
function oneOfOrBegun(word: Word): Query {
  const begun: Query = { match: { 'all.prefix': { query: word.asked, boost: 0.5 } } };
  return { dis_max: { queries: [oneOf('all', word), ...(word.asked.length < SHORTEST_BEGINNING ? [] : [begun])] } };
}

const meantIn = (asked: readonly Word[]): string => asked.flatMap(({ meant }) => meant).join(' ');

/**
 * Matches `q`: exactly, or, above stage `exact`, with its typing errors (`asked`, meant.ts) forgiven and its words
 * begun.
 */
function matching(q: string, stage: Stage, asked: readonly Word[]): Query {
  const exact: Query = { bool: { should: allWords(q), minimum_should_match: 1 } };
  if (stage === 'exact') return { bool: { must: [exact], should: better(q) } };
  const half = stage === 'some';
  const clauses = asked.filter(word => !STOP_WORDS.includes(word.asked)).map(oneOfOrBegun);
  const near: Query[] = [
    {
      bool: half
        ? { should: clauses, minimum_should_match: Math.max(1, Math.floor(clauses.length / 2)) }
        : { must: clauses },
    },
    {
      match: {
        description: { query: q, ...(half ? { minimum_should_match: '50%' } : { operator: 'and' }), boost: 0.3 },
      },
    },
  ];
  const should = [...(clauses.length > 0 ? near : near.slice(1)), { constant_score: { filter: exact, boost: FIRST } }];
  return {
    bool: {
      must: [{ bool: { should, minimum_should_match: 1 } }],
      should: better(`${q} ${meantIn(asked)}`),
    },
  };
}

/** Every filter by the name of its facet. */
function filtersOf(wish: Wish): Record<'category' | 'brand' | 'price' | 'inStock', Query[]> {
  const { category, brand, minPrice, maxPrice, inStock } = wish;
  const range = { ...(minPrice !== undefined && { gte: minPrice }), ...(maxPrice !== undefined && { lte: maxPrice }) };
  return {
    category: category?.length ? [{ terms: { 'category.slug': category } }] : [],
    brand: brand?.length ? [{ terms: { brand } }] : [],
    price: Object.keys(range).length > 0 ? [{ range: { price: range } }] : [],
    inStock: inStock ? [{ term: { inStock: true } }] : [],
  };
}

const id: estypes.SortCombinations = { id: 'asc' };

/** Ends with the id, so that no two products are equal and a page begins exactly after the one before. */
function order(wish: Wish): estypes.SortCombinations[] {
  switch (wish.sort) {
    case 'price-asc':
      return [{ price: 'asc' }, id];
    case 'price-desc':
      return [{ price: 'desc' }, id];
    case 'title':
      return [{ titleKey: 'asc' }, id];
    case 'newest':
      return [{ createdAt: 'desc' }, id];
    default:
      return words(wish) === undefined ? [{ createdAt: 'desc' }, id] : [{ _score: { order: 'desc' } }, id];
  }
}

/** The words to look for; undefined where everything matches. */
export function words(wish: Wish): string | undefined {
  return wish.q?.trim() || undefined;
}

/**
 * Counts of a facet's values among what all the *other* filters leave: choosing a value that is counted never leads to
 * nothing.
 */
function facets(filters: ReturnType<typeof filtersOf>): Record<string, estypes.AggregationsAggregationContainer> {
  const besides = (facet: keyof typeof filters): Query => ({
    bool: { filter: Object.entries(filters).flatMap(([name, queries]) => (name === facet ? [] : queries)) },
  });
  const values = (field: string, label: string): Record<string, estypes.AggregationsAggregationContainer> => ({
    values: { terms: { field, size: MOST_FACET_VALUES }, aggs: { label: { terms: { field: label, size: 1 } } } },
  });
  return {
    matches: { filter: { match_all: {} } },
    category: { filter: besides('category'), aggs: values('category.slug', 'category.name') },
    brand: { filter: besides('brand'), aggs: values('brand', 'brand') },
    price: { filter: besides('price'), aggs: { min: { min: { field: 'price' } }, max: { max: { field: 'price' } } } },
    inStock: { filter: besides('inStock'), aggs: { available: { filter: { term: { inStock: true } } } } },
  };
}

/**
 * The request for one page. Filters come after the words (`post_filter`), so that every facet can leave its own one
 * out. Asks for one item more than the page holds, which tells whether there is a next one.
 */
export function searchBody(
  wish: Wish,
  stage: Stage,
  asked: readonly Word[],
  after: readonly (string | number)[] | undefined,
): estypes.SearchRequest {
  const q = words(wish);
  const filters = filtersOf(wish);
  const listed: Query = { term: { listed: true } };
  return {
    query: { bool: { filter: [listed], ...(q !== undefined && { must: [matching(q, stage, asked)] }) } },
    post_filter: { bool: { filter: Object.values(filters).flat() } },
    aggs: facets(filters),
    sort: order(wish),
    track_total_hits: true,
    track_scores: false,
    size: wish.limit + 1,
    _source: ['hit'],
    ...(after && { search_after: [...after] }),
    ...(q !== undefined && {
      highlight: {
        encoder: 'html',
        pre_tags: ['<mark>'],
        post_tags: ['</mark>'],
        fields: {
          title: { number_of_fragments: 0, highlight_query: { match: { title: { query: `${q} ${meantIn(asked)}` } } } },
        },
      },
    }),
  };
}

export const MOST_PRODUCTS = 8;
export const MOST_CATEGORIES = 4;

/** What words that are still being typed may become; `asked` (meant.ts) says what they may be typing errors of. */
export function suggestBody(q: string, asked: readonly Word[] = []): estypes.SearchRequest {
  const begun = (field: string): Query =>
    asked.length > 0
      ? { bool: { must: asked.map(word => oneOf(field, word)) } }
      : { match: { [field]: { query: q, operator: 'and' } } };
  // What is of a kind comes before what only begins with its name: milk before milk chocolate. Fewer letters name no
  // kind.
  const ofTheKind: Query[] =
    q.trim().length < SHORTEST_BEGINNING ? [] : [{ bool: { must: [begun('category.name.prefix')], boost: 6 } }];
  const byCategory: Record<string, estypes.AggregationsAggregationContainer> = {
    values: {
      terms: { field: 'category.slug', size: MOST_CATEGORIES },
      aggs: { label: { terms: { field: 'category.name', size: 1 } } },
    },
  };
  return {
    query: {
      bool: {
        filter: [{ term: { listed: true } }],
        must: [begun('all.prefix')],
        should: [
          { bool: { must: [begun('title.prefix')], boost: 4 } },
          { match: { 'title.plain': { query: q, operator: 'and', boost: 2 } } },
          { prefix: { titleKey: { value: titleKey(q), boost: 8 } } },
          ...ofTheKind,
          { term: { inStock: { value: true, boost: 0.5 } } },
        ],
      },
    },
    aggs: {
      named: { filter: begun('category.name.prefix'), aggs: byCategory },
      holding: { filter: { match_all: {} }, aggs: byCategory },
    },
    sort: [{ _score: { order: 'desc' } }, id],
    size: MOST_PRODUCTS,
    track_total_hits: false,
    _source: ['hit'],
  };
}

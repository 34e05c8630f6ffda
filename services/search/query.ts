import type { estypes } from '@elastic/elasticsearch';
import type { SearchProductsInput } from '../../generated/search/types.ts';
import { attributeFacets, attributeFilter, chosenAttributes } from './attributes.ts';
import type { TypedTerm } from './corrections.ts';
import { STOP_WORDS } from './mapping.ts';
import { codeOf, titleKey, unspacedParts } from './product.ts';

export type SearchQuery = SearchProductsInput['query'];
type Query = estypes.QueryDslQueryContainer;

/**
 * How closely a product must match: `exact` (all terms, by stem or synonym), `close` (misspellings and prefixes too,
 * exact matches first), `some` (half of the terms suffice), `any` (one does). The first stage with enough matches is
 * used, regardless of filters, so that facets and pages agree on it.
 */
export const STAGES = ['exact', 'close', 'some', 'any'] as const;
export type Stage = (typeof STAGES)[number];

/** With fewer exact matches than this a misspelling is likely: close matches are shown below them. */
const MIN_MATCHES: Record<Stage, number> = { exact: 3, close: 1, some: 1, any: 0 };

const MIN_PREFIX_LENGTH = 4;
const MAX_FACET_VALUES = 250;
/** More than any score of a close match. */
const FIRST = 1_000;

/** Whether a stage that matched so many products is the one to show. */
export function isEnough(stage: Stage, matches: number): boolean {
  return matches >= MIN_MATCHES[stage];
}

/** Shorter beginnings of a sku or barcode say nothing. */
const MIN_CODE_LENGTH = 3;
/** An exact sku or barcode comes before every match of words. */
const CODE_FIRST = 500;

const termsOf = (q: string): string[] =>
  q
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Text as it is, in a wildcard query (Elasticsearch, "Wildcard query"). */
const literal = (text: string): string => text.replace(/[\\*?]/g, '\\$&');

/** Products whose skus or barcodes begin with a query; none where it is too short for one. */
function codesBegun(q: string): Query[] {
  const code = codeOf(q);
  return code.length < MIN_CODE_LENGTH ? [] : [{ constant_score: { filter: { prefix: { codes: code } }, boost: 20 } }];
}

/** One letter alone is found as it is; more of them by every pair. */
const unspacedMatch = (part: string): Query => ({
  match: { unspaced: { query: part, operator: 'and', ...([...part].length === 1 ? { analyzer: 'pieces' } : {}) } },
});

/**
 * Products with the parts of a query that are in scripts without blanks, wherever they stand in a word (バナナ in
 * 有機バナナチップス), and with all of its other terms. None for a query without such parts.
 */
function unspaced(q: string): Query[] {
  const parts = unspacedParts(q);
  if (parts.length === 0) return [];
  const rest = parts.reduce((text, part) => text.replace(part, ' '), q.normalize('NFKC'));
  const others: Query[] = termsOf(rest).length === 0 ? [] : [{ match: { all: { query: rest, operator: 'and' } } }];
  return [{ bool: { must: [...parts.map(unspacedMatch), ...others] } }];
}

/**
 * Products with all terms of a query: by stem or synonym, two of them joined or one of them apart (`topsoil`, "top
 * soil"), or with its text as a sku or barcode, in any case and however it is divided. Stop words count where there is
 * nothing else, and signs where there are no words: no query is empty.
 */
function allTerms(q: string): Query[] {
  const terms = termsOf(q);
  const code = codeOf(q);
  const isOfStopWords = terms.every(term => STOP_WORDS.includes(term));
  const looksLikeCode = /\d/.test(q) || /[\p{L}\p{N}][-._][\p{L}\p{N}]/u.test(q);
  return [
    { match: { all: { query: q, operator: 'and' } } },
    { match: { 'all.joined': { query: q, operator: 'and', boost: 0.5 } } },
    ...(terms.length > 1 ? [{ match: { all: { query: terms.join(''), operator: 'and' as const, boost: 0.5 } } }] : []),
    ...(code === '' ? [] : [{ term: { codes: { value: code } } }]),
    ...(looksLikeCode ? codesBegun(q) : []),
    ...(isOfStopWords ? [{ match: { 'all.plain': { query: q, operator: 'and' as const } } }] : []),
    ...unspaced(q),
    ...(terms.length === 0 ? [{ wildcard: { titleKey: { value: `*${literal(titleKey(q))}*` } } }] : []),
  ];
}

/**
 * What makes one match better than another: words of the title, in their order, as they are; the brand; the category.
 */
function boosts(q: string): Query[] {
  const code = codeOf(q);
  return [
    ...(code === '' ? [] : [{ constant_score: { filter: { term: { codes: code } }, boost: CODE_FIRST } }]),
    { match: { title: { query: q, boost: 3 } } },
    { match: { 'title.plain': { query: q, operator: 'and', boost: 2 } } },
    { match_phrase: { 'title.plain': { query: q, boost: 3 } } },
    { term: { titleKey: { value: titleKey(q), boost: 20 } } },
    { match: { 'brand.words': { query: q, boost: 1.5 } } },
    { match: { 'brand.plain': { query: q, operator: 'and', boost: 3 } } },
    { match: { 'category.name.words': { query: q, boost: 1.5 } } },
  ];
}

/** A field with the term as it was typed, or with one of its corrections. */
function typedOrCorrected(field: string, { typed, corrections }: TypedTerm): Query {
  return { dis_max: { queries: [typed, ...corrections].map(query => ({ match: { [field]: { query } } })) } };
}

/**
 * The same, or with a word that has the term as a prefix, where the term is long enough for one.
 */
function typedCorrectedOrPrefix(word: TypedTerm): Query {
  const prefixed: Query = { match: { 'all.prefix': { query: word.typed, boost: 0.5 } } };
  return {
    dis_max: {
      queries: [typedOrCorrected('all', word), ...(word.typed.length < MIN_PREFIX_LENGTH ? [] : [prefixed])],
    },
  };
}

const correctionsIn = (terms: readonly TypedTerm[]): string =>
  terms.flatMap(({ corrections }) => corrections).join(' ');

/**
 * What counts as one thing of a query: a term, or a term with the `free` behind it, as what is free of something else
 * is something else ("gluten free" is no fat free milk).
 */
function clausesOf(terms: readonly TypedTerm[]): Query[] {
  const meant = terms.filter(word => !STOP_WORDS.includes(word.typed));
  return meant.flatMap((word, at) => {
    const before = meant[at - 1];
    const after = meant[at + 1];
    if (word.typed === 'free' && before) return [];
    const query = typedCorrectedOrPrefix(word);
    return after?.typed === 'free' ? [{ bool: { must: [query, typedOrCorrected('all', after)] } }] : [query];
  });
}

/**
 * Matches `q`: exactly, or, beyond stage `exact`, with the corrections of its terms (corrections.ts) and as prefixes.
 */
function matching(q: string, stage: Stage, terms: readonly TypedTerm[]): Query {
  const exact: Query = { bool: { should: allTerms(q), minimum_should_match: 1 } };
  if (stage === 'exact') return { bool: { must: [exact], should: boosts(q) } };
  const half = stage === 'some';
  const clauses = clausesOf(terms);
  if (stage === 'any')
    return {
      bool: {
        must: [clauses.length === 0 ? { match_none: {} } : { bool: { should: clauses, minimum_should_match: 1 } }],
        should: boosts(`${q} ${correctionsIn(terms)}`),
      },
    };
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
  const should = [
    ...(clauses.length > 0 ? near : near.slice(1)),
    ...codesBegun(q),
    { constant_score: { filter: exact, boost: FIRST } },
  ];
  return {
    bool: {
      must: [{ bool: { should, minimum_should_match: 1 } }],
      should: boosts(`${q} ${correctionsIn(terms)}`),
    },
  };
}

/** Every filter by the name of its facet; `attributes` by the key of the attribute. */
interface Filters {
  own: Record<'category' | 'brand' | 'price' | 'inStock', Query[]>;
  attributes: ReadonlyMap<string, Query>;
}

function filtersOf(query: SearchQuery): Filters {
  const { category, brand, minPrice, maxPrice, inStock, attribute } = query;
  const range = { ...(minPrice !== undefined && { gte: minPrice }), ...(maxPrice !== undefined && { lte: maxPrice }) };
  return {
    own: {
      category: category?.length ? [{ terms: { 'category.slug': category } }] : [],
      brand: brand?.length ? [{ terms: { brand } }] : [],
      price: Object.keys(range).length > 0 ? [{ range: { price: range } }] : [],
      inStock: inStock ? [{ term: { inStock: true } }] : [],
    },
    attributes: new Map([...chosenAttributes(attribute)].map(([key, chosen]) => [key, attributeFilter(key, chosen)])),
  };
}

const id: estypes.SortCombinations = { id: 'asc' };

/** Ends with the id, so that no two products are equal and a page begins exactly after the one before. */
function order(query: SearchQuery): estypes.SortCombinations[] {
  switch (query.sort) {
    case 'price-asc':
      return [{ price: 'asc' }, id];
    case 'price-desc':
      return [{ price: 'desc' }, id];
    case 'unit-price-asc':
      return [{ unitPrice: 'asc' }, id];
    case 'title':
      return [{ titleKey: 'asc' }, id];
    case 'newest':
      return [{ createdAt: 'desc' }, id];
    default:
      return queryText(query) === undefined ? [{ createdAt: 'desc' }, id] : [{ _score: { order: 'desc' } }, id];
  }
}

/** The text of a query; undefined where everything matches. */
export function queryText(query: SearchQuery): string | undefined {
  return query.q?.trim() || undefined;
}

/**
 * Counts of a facet's values among what all the *other* filters leave: choosing a value that is counted never leads to
 * nothing.
 */
function facets({ own, attributes }: Filters): Record<string, estypes.AggregationsAggregationContainer> {
  const exceptFacet = (facet: keyof Filters['own']): Query => ({
    bool: {
      filter: [
        ...Object.entries(own).flatMap(([name, queries]) => (name === facet ? [] : queries)),
        ...attributes.values(),
      ],
    },
  });
  const exceptAttribute = (key?: string): Query => ({
    bool: {
      filter: [
        ...Object.values(own).flat(),
        ...[...attributes].flatMap(([name, filter]) => (name === key ? [] : filter)),
      ],
    },
  });
  const values = (field: string, label: string): Record<string, estypes.AggregationsAggregationContainer> => ({
    values: { terms: { field, size: MAX_FACET_VALUES }, aggs: { label: { terms: { field: label, size: 1 } } } },
  });
  return {
    matches: { filter: { match_all: {} } },
    category: { filter: exceptFacet('category'), aggs: values('category.slug', 'category.name') },
    brand: { filter: exceptFacet('brand'), aggs: values('brand', 'brand') },
    price: {
      filter: exceptFacet('price'),
      aggs: { min: { min: { field: 'price' } }, max: { max: { field: 'price' } } },
    },
    inStock: { filter: exceptFacet('inStock'), aggs: { available: { filter: { term: { inStock: true } } } } },
    attributes: attributeFacets(attributes.keys(), exceptAttribute),
  };
}

/**
 * The request for one page. Filters come after the words (`post_filter`), so that every facet can leave its own one
 * out. Asks for one item more than the page holds, which shows whether there is a next one.
 */
export function searchBody(
  query: SearchQuery,
  stage: Stage,
  terms: readonly TypedTerm[],
  after: readonly (string | number)[] | undefined,
): estypes.SearchRequest {
  const q = queryText(query);
  const filters = filtersOf(query);
  const listed: Query = { term: { listed: true } };
  return {
    query: { bool: { filter: [listed], ...(q !== undefined && { must: [matching(q, stage, terms)] }) } },
    post_filter: { bool: { filter: [...Object.values(filters.own).flat(), ...filters.attributes.values()] } },
    aggs: facets(filters),
    sort: order(query),
    track_total_hits: true,
    track_scores: false,
    size: query.limit + 1,
    _source: ['hit'],
    ...(after && { search_after: [...after] }),
    ...(q !== undefined && {
      highlight: {
        encoder: 'html',
        pre_tags: ['<mark>'],
        post_tags: ['</mark>'],
        fields: {
          title: {
            number_of_fragments: 0,
            highlight_query: { match: { title: { query: `${q} ${correctionsIn(terms)}` } } },
          },
        },
      },
    }),
  };
}

export const MAX_PRODUCTS = 8;
export const MAX_CATEGORIES = 4;

/** Suggestions for a text that is still being typed; `terms` (corrections.ts) brings its corrections. */
export function suggestBody(q: string, terms: readonly TypedTerm[] = []): estypes.SearchRequest {
  const prefixed = (field: string): Query =>
    terms.length > 0
      ? { bool: { must: terms.map(word => typedOrCorrected(field, word)) } }
      : { match: { [field]: { query: q, operator: 'and' } } };
  // What is of a kind comes before what only begins with its name: milk before milk chocolate. Fewer letters name no
  // kind.
  const ofTheKind: Query[] =
    q.trim().length < MIN_PREFIX_LENGTH ? [] : [{ bool: { must: [prefixed('category.name.prefix')], boost: 6 } }];
  const byCategory: Record<string, estypes.AggregationsAggregationContainer> = {
    values: {
      terms: { field: 'category.slug', size: MAX_CATEGORIES },
      aggs: { label: { terms: { field: 'category.name', size: 1 } } },
    },
  };
  return {
    query: {
      bool: {
        filter: [{ term: { listed: true } }],
        must: [
          { bool: { should: [prefixed('all.prefix'), ...unspaced(q), ...codesBegun(q)], minimum_should_match: 1 } },
        ],
        should: [
          { bool: { must: [prefixed('title.prefix')], boost: 4 } },
          { match: { 'title.plain': { query: q, operator: 'and', boost: 2 } } },
          { prefix: { titleKey: { value: titleKey(q), boost: 8 } } },
          ...ofTheKind,
          { term: { inStock: { value: true, boost: 0.5 } } },
        ],
      },
    },
    aggs: {
      named: { filter: prefixed('category.name.prefix'), aggs: byCategory },
      holding: { filter: { match_all: {} }, aggs: byCategory },
    },
    sort: [{ _score: { order: 'desc' } }, id],
    size: MAX_PRODUCTS,
    track_total_hits: false,
    _source: ['hit'],
  };
}

import { z } from 'zod';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { FacetValue, Hit, SearchPage, Suggestions } from '../../generated/search/types.ts';
import { escapeHtml } from '../../look/html.ts';
import { decodeCursor, encodeCursor } from '../platform/cursor.ts';
import { attributeAggregation, attributeFacetsOf } from './attributes.ts';
import { MAX_CATEGORIES, queryText, type SearchQuery, STAGES, type Stage } from './query.ts';

/** A hit of an Elasticsearch response. */
export interface Found {
  _source?: { hit: Hit } | undefined;
  sort?: readonly unknown[];
  highlight?: Record<string, string[]>;
}

const counted = z.object({ doc_count: z.number() });
const buckets = z.object({
  values: z.object({
    buckets: z.array(
      z.object({
        key: z.string(),
        doc_count: z.number(),
        label: z.object({ buckets: z.array(z.object({ key: z.string() })) }),
      }),
    ),
  }),
});
const bound = z.object({ value: z.number().nullable() });

const searchAggregations = z.object({
  matches: counted,
  category: buckets,
  brand: buckets,
  price: z.object({ min: bound, max: bound }),
  inStock: z.object({ available: counted }),
  attributes: attributeAggregation,
});
const suggestAggregations = z.object({ named: buckets, holding: buckets });

const position = z.tuple([z.enum(STAGES), z.string(), z.union([z.number(), z.string()]), z.guid()]);

/** Where a page begins: after which place of which order. */
export interface Start {
  stage: Stage;
  after: [string | number, string];
}

/** The order a cursor belongs to: one of another order leads nowhere. */
const orderOf = (query: SearchQuery) => `${query.sort}${queryText(query) === undefined ? '' : ' words'}`;

/**
 * Reads a cursor that an earlier page gave out. Throws ProblemError 400 for any other, and for one of another order.
 */
export function readStart(query: SearchQuery): Start | undefined {
  if (query.cursor === undefined) return undefined;
  const [stage, order, value, id] = decodeCursor(position, query.cursor);
  const isText = query.sort === 'title';
  if (order !== orderOf(query) || (typeof value === 'string') !== isText)
    throw new ProblemError({ status: 400, detail: 'The cursor belongs to another search.' });
  return { stage, after: [value, id] };
}

function valuesOf({ values }: z.output<typeof buckets>): FacetValue[] {
  return values.buckets.map(({ key, doc_count, label }) => ({
    value: key,
    label: label.buckets[0]?.key ?? key,
    count: doc_count,
  }));
}

/** How many products the words match, filters aside. */
export function matchesOf(aggregations: unknown): number {
  return searchAggregations.parse(aggregations).matches.doc_count;
}

function hitOf({ _source, highlight }: Found, q: string | undefined): Hit[] {
  if (!_source) return [];
  const { hit } = _source;
  return [q === undefined ? hit : { ...hit, highlight: highlight?.title?.[0] ?? escapeHtml(hit.title) }];
}

/** The page of a response to `searchBody`, which asked for one item too many. */
export function searchPage(
  query: SearchQuery,
  stage: Stage,
  found: readonly Found[],
  total: number,
  aggregations: unknown,
): SearchPage {
  const { category, brand, price, inStock, attributes } = searchAggregations.parse(aggregations);
  const page = found.slice(0, query.limit);
  const last = found.length > query.limit ? page.at(-1) : undefined;
  return {
    items: page.flatMap(item => hitOf(item, queryText(query))),
    facets: {
      category: valuesOf(category),
      brand: valuesOf(brand),
      price: { min: price.min.value, max: price.max.value },
      inStock: inStock.available.doc_count,
      attributes: attributeFacetsOf(attributes),
    },
    total,
    ...(queryText(query) === undefined || total === 0 ? {} : { matched: stage === 'any' ? 'some' : stage }),
    nextCursor: last?.sort ? encodeCursor([stage, orderOf(query), ...last.sort]) : null,
  };
}

/** The response to `suggestBody`: categories that are named by the words come before those that only hold matches. */
export function suggestionsOf(found: readonly Found[], aggregations: unknown): Suggestions {
  const { named, holding } = suggestAggregations.parse(aggregations);
  const bySlug = new Map([...valuesOf(holding), ...valuesOf(named)].map(value => [value.value, value]));
  const slugs = [...new Set([...valuesOf(named), ...valuesOf(holding)].map(({ value }) => value))].slice(
    0,
    MAX_CATEGORIES,
  );
  return {
    products: found.flatMap(({ _source }) => {
      if (!_source) return [];
      const { slug, title, price, image } = _source.hit;
      return [{ slug, title, price, ...(image && { image }) }];
    }),
    categories: slugs.flatMap(slug => bySlug.get(slug) ?? []),
  };
}

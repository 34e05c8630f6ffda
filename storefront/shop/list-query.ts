import { parseAttributeFilters } from './attribute-filter.ts';
import { parseMinorUnits } from './money.ts';

const sorts = ['relevance', 'price-asc', 'price-desc', 'unit-price-asc', 'newest', 'title'] as const;
export type Sort = (typeof sorts)[number];

/** The search, filters, order and pages of a product list, as its URL says them. */
export interface ListQuery {
  q: string | undefined;
  category: string[];
  brand: string[];
  /** Filters by attributes, as search takes them. */
  attribute: string[];
  /** Minor units. */
  minPrice: number | undefined;
  maxPrice: number | undefined;
  inStock: boolean | undefined;
  sort: Sort;
  /** The first page that is shown; undefined for the first of all. */
  cursor: string | undefined;
  /** How many pages are shown, from the cursor on. */
  pages: number;
}

/** The most pages in one list; the next link after that starts a list of its own. */
export const MAX_PAGES = 10;

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const all = (value: string | string[] | undefined): string[] =>
  [...new Set([value ?? []].flat().filter(text => text !== '' && text.length <= 200))].slice(0, 20);
const one = (value: string | string[] | undefined): string | undefined => ([value].flat()[0] ?? '').trim() || undefined;
const isSort = (text: string): text is Sort => sorts.some(sort => sort === text);

/**
 * Parses the URL of a list; invalid values are ignored, and prices in the wrong order are swapped. Prices are in major
 * units of the currency.
 */
export function parseListQuery(params: SearchParams, currency = 'USD'): ListQuery {
  const sort = one(params.sort) ?? '';
  const cursor = one(params.cursor);
  const amount = (name: string) => {
    const typed = parseMinorUnits(one(params[name]) ?? '', currency);
    return typed === undefined ? undefined : Math.min(typed, 100_000_000);
  };
  const min = amount('min');
  const max = amount('max');
  const isSwapped = min !== undefined && max !== undefined && min > max;
  return {
    q: one(params.q)?.slice(0, 200),
    category: all(params.category),
    brand: all(params.brand),
    attribute: parseAttributeFilters(params),
    minPrice: isSwapped ? max : min,
    maxPrice: isSwapped ? min : max,
    inStock: one(params.inStock) === 'true' ? true : undefined,
    sort: isSort(sort) ? sort : 'relevance',
    cursor: cursor !== undefined && /^[A-Za-z0-9_-]{1,500}$/.test(cursor) ? cursor : undefined,
    pages: Math.min(Math.max(Number(/^\d{1,3}$/.exec(one(params.pages) ?? '')?.[0] ?? 1), 1), MAX_PAGES),
  };
}

/** The URL of a list, canonical: defaults are left out and values are sorted. */
export function listUrl(path: string, query: ListQuery, omit: readonly (keyof ListQuery)[] = []): string {
  const params = new URLSearchParams();
  const put = (name: string, key: keyof ListQuery, values: readonly (string | undefined)[]) => {
    if (!omit.includes(key)) for (const value of values) if (value !== undefined) params.append(name, value);
  };
  const major = (minor: number | undefined) => (minor === undefined ? undefined : String(minor / 100));
  put('q', 'q', [query.q]);
  put('category', 'category', [...query.category].sort());
  put('brand', 'brand', [...query.brand].sort());
  put('attribute', 'attribute', [...query.attribute].sort());
  put('min', 'minPrice', [major(query.minPrice)]);
  put('max', 'maxPrice', [major(query.maxPrice)]);
  put('inStock', 'inStock', [query.inStock ? 'true' : undefined]);
  put('sort', 'sort', [query.sort === 'relevance' ? undefined : query.sort]);
  put('cursor', 'cursor', [query.cursor]);
  put('pages', 'pages', [query.pages > 1 ? String(query.pages) : undefined]);
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The same list at its first page. */
export const firstPageOf = (query: ListQuery): ListQuery => ({ ...query, cursor: undefined, pages: 1 });

/** The same list with a facet value added, or removed where it is set, at its first page. */
export function toggleFacet(query: ListQuery, facet: 'category' | 'brand' | 'attribute', value: string): ListQuery {
  const has = query[facet].includes(value);
  return {
    ...firstPageOf(query),
    [facet]: has ? query[facet].filter(other => other !== value) : [...query[facet], value],
  };
}

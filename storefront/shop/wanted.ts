import { minorUnits } from './money.ts';

export const sorts = {
  relevance: 'Best match',
  'price-asc': 'Price, low first',
  'price-desc': 'Price, high first',
  newest: 'Newest',
  title: 'Name',
} as const;
export type Sort = keyof typeof sorts;

/** What a shopper looks for, as the address says it. */
export interface Wanted {
  q: string | undefined;
  category: string[];
  brand: string[];
  /** Minor units. */
  minPrice: number | undefined;
  maxPrice: number | undefined;
  inStock: boolean | undefined;
  sort: Sort;
  /** Where the list begins; undefined at its beginning. */
  cursor: string | undefined;
  /** How many pages of it are shown, from there on. */
  pages: number;
}

/** So many pages are shown as one list at most; beyond, the next begins a list of its own. */
export const MOST_PAGES = 10;

export type Query = Readonly<Record<string, string | string[] | undefined>>;

const all = (value: string | string[] | undefined): string[] =>
  [...new Set([value ?? []].flat().filter(text => text !== '' && text.length <= 200))].slice(0, 20);
const one = (value: string | string[] | undefined): string | undefined => ([value].flat()[0] ?? '').trim() || undefined;
const isSort = (text: string): text is Sort => Object.hasOwn(sorts, text);

/**
 * Reads the address of a list; what makes no sense is left out, never refused. Prices are typed in whole units of the
 * currency.
 */
export function readWanted(query: Query, currency = 'USD'): Wanted {
  const sort = one(query.sort) ?? '';
  const cursor = one(query.cursor);
  const amount = (name: string) => {
    const typed = minorUnits(one(query[name]) ?? '', currency);
    return typed === undefined ? undefined : Math.min(typed, 100_000_000);
  };
  return {
    q: one(query.q)?.slice(0, 200),
    category: all(query.category),
    brand: all(query.brand),
    minPrice: amount('min'),
    maxPrice: amount('max'),
    inStock: one(query.inStock) === 'true' ? true : undefined,
    sort: isSort(sort) ? sort : 'relevance',
    cursor: cursor !== undefined && /^[A-Za-z0-9_-]{1,500}$/.test(cursor) ? cursor : undefined,
    pages: Math.min(Math.max(Number(/^\d{1,3}$/.exec(one(query.pages) ?? '')?.[0] ?? 1), 1), MOST_PAGES),
  };
}

/** The address of a list, the same for the same wishes: defaults are left out. */
export function listAddress(path: string, wanted: Wanted, leaveOut: readonly (keyof Wanted)[] = []): string {
  const query = new URLSearchParams();
  const put = (name: string, key: keyof Wanted, values: readonly (string | undefined)[]) => {
    if (!leaveOut.includes(key)) for (const value of values) if (value !== undefined) query.append(name, value);
  };
  const major = (minor: number | undefined) => (minor === undefined ? undefined : String(minor / 100));
  put('q', 'q', [wanted.q]);
  put('category', 'category', [...wanted.category].sort());
  put('brand', 'brand', [...wanted.brand].sort());
  put('min', 'minPrice', [major(wanted.minPrice)]);
  put('max', 'maxPrice', [major(wanted.maxPrice)]);
  put('inStock', 'inStock', [wanted.inStock ? 'true' : undefined]);
  put('sort', 'sort', [wanted.sort === 'relevance' ? undefined : wanted.sort]);
  put('cursor', 'cursor', [wanted.cursor]);
  put('pages', 'pages', [wanted.pages > 1 ? String(wanted.pages) : undefined]);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The same wishes, from the first page on. */
export const fromStart = (wanted: Wanted): Wanted => ({ ...wanted, cursor: undefined, pages: 1 });

/**
 * The same wishes with one value of a facet put in, or taken out if it is in; a changed list begins at its first page.
 */
export function toggled(wanted: Wanted, facet: 'category' | 'brand', value: string): Wanted {
  const has = wanted[facet].includes(value);
  return {
    ...fromStart(wanted),
    [facet]: has ? wanted[facet].filter(other => other !== value) : [...wanted[facet], value],
  };
}

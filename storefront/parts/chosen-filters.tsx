import { formatMoney } from '../../look/money.ts';
import { InPlaceLink } from '../client/in-place-link.tsx';
import { firstPageOf, type ListQuery, listUrl, toggleFacet } from '../shop/list-query.ts';
import type { Facets } from '../shop/search.ts';

interface ChosenFilter {
  name: string;
  /** The list without it. */
  without: ListQuery;
}

function priceRange({ minPrice, maxPrice }: ListQuery): string {
  const money = (amount: number) => formatMoney({ amount, currency: 'USD' });
  if (minPrice === undefined) return `up to ${money(maxPrice ?? 0)}`;
  return maxPrice === undefined ? `from ${money(minPrice)}` : `${money(minPrice)} – ${money(maxPrice)}`;
}

/** The filters that are on, each with the list without it. */
export function chosenFilters(query: ListQuery, facets: Facets, fixed: 'category' | undefined): ChosenFilter[] {
  const labelOf = (value: string) => facets.category.find(each => each.value === value)?.label ?? value;
  const hasPrice = query.minPrice !== undefined || query.maxPrice !== undefined;
  return [
    ...(query.inStock ? [{ name: 'In stock now', without: { ...query, inStock: undefined } }] : []),
    ...(fixed === 'category' ? [] : query.category).map(value => ({
      name: labelOf(value),
      without: toggleFacet(query, 'category', value),
    })),
    ...query.brand.map(value => ({ name: value, without: toggleFacet(query, 'brand', value) })),
    ...(hasPrice ? [{ name: priceRange(query), without: { ...query, minPrice: undefined, maxPrice: undefined } }] : []),
  ];
}

interface ChosenFiltersProps {
  path: string;
  query: ListQuery;
  facets: Facets;
  fixed: 'category' | undefined;
}

/** The filters that are on, each to be taken away, above the list. */
export function ChosenFilters({ path, query, facets, fixed }: ChosenFiltersProps) {
  const chosen = chosenFilters(query, facets, fixed);
  if (chosen.length === 0) return null;
  const to = (next: ListQuery) => listUrl(path, firstPageOf(next), fixed ? [fixed] : []);
  const none: ListQuery = {
    ...query,
    brand: [],
    category: fixed ? query.category : [],
    inStock: undefined,
    minPrice: undefined,
    maxPrice: undefined,
  };
  return (
    <ul aria-label="Filters that are on" className="mb-6 flex flex-wrap items-center gap-2">
      {chosen.map(({ name, without }) => (
        <li key={name}>
          <InPlaceLink
            href={to(without)}
            addsHistoryEntry
            rel="nofollow"
            aria-label={`Remove the filter: ${name}`}
            className="chip wrap-anywhere whitespace-normal aria-busy:opacity-60"
          >
            {name} <span aria-hidden="true">×</span>
          </InPlaceLink>
        </li>
      ))}
      {chosen.length > 1 && (
        <li>
          <InPlaceLink
            href={to(none)}
            addsHistoryEntry
            rel="nofollow"
            className="link inline-flex min-h-9 items-center px-2 text-md"
          >
            Clear all
          </InPlaceLink>
        </li>
      )}
    </ul>
  );
}

import { InPlaceLink } from '../client/in-place-link.tsx';
import { formatMoney, numberText } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import { chosenRange, keyOfFilter } from '../shop/attribute-filter.ts';
import { firstPageOf, type ListQuery, listUrl, toggleFacet } from '../shop/list-query.ts';
import type { Facets } from '../shop/search.ts';

interface ChosenFilter {
  name: string;
  /** The list without it. */
  without: ListQuery;
}

function priceRange({ minPrice: from, maxPrice: to }: ListQuery): string {
  return rangeText({ from, to }, amount => formatMoney({ amount, currency: 'USD' }));
}

/** A filter by an attribute in words: "Vegan", "Origin: Italy", "Energy: from 100 kcal". */
function attributeFilterText(filter: string, facets: Facets): string {
  const key = keyOfFilter(filter);
  const value = filter.slice(key.length + 1);
  const facet = facets.attributes?.find(each => each.key === key);
  const name = facet?.name ?? key;
  const range = chosenRange([filter], key);
  if (range) return `${name}: ${rangeText(range, number => numberText(number, facet?.unit))}`;
  if (value === 'true') return name;
  return `${name}: ${facet?.values.find(each => each.value === value)?.label ?? value}`;
}

function rangeText(
  { from, to }: { from: number | undefined; to: number | undefined },
  text: (number: number) => string,
): string {
  const words = messages().list.filter;
  if (from === undefined) return fill(words.upTo, { to: text(to ?? 0) });
  if (to === undefined) return fill(words.atLeast, { from: text(from) });
  return fill(words.range, { from: text(from), to: text(to) });
}

/** The filters that are on, each with the list without it. */
export function chosenFilters(query: ListQuery, facets: Facets, fixed: 'category' | undefined): ChosenFilter[] {
  const labelOf = (value: string) => facets.category.find(each => each.value === value)?.label ?? value;
  const hasPrice = query.minPrice !== undefined || query.maxPrice !== undefined;
  return [
    ...(query.inStock ? [{ name: messages().list.filter.inStock, without: { ...query, inStock: undefined } }] : []),
    ...(fixed === 'category' ? [] : query.category).map(value => ({
      name: labelOf(value),
      without: toggleFacet(query, 'category', value),
    })),
    ...query.attribute.map(filter => ({
      name: attributeFilterText(filter, facets),
      without: toggleFacet(query, 'attribute', filter),
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
  const { clearAll, filter: words } = messages().list;
  const to = (next: ListQuery) => listUrl(path, firstPageOf(next), fixed ? [fixed] : []);
  const none: ListQuery = {
    ...query,
    brand: [],
    attribute: [],
    category: fixed ? query.category : [],
    inStock: undefined,
    minPrice: undefined,
    maxPrice: undefined,
  };
  return (
    <ul aria-label={words.chosen} className="mb-6 flex flex-wrap items-center gap-2">
      {chosen.map(({ name, without }) => (
        <li key={name}>
          <InPlaceLink
            href={to(without)}
            addsHistoryEntry
            rel="nofollow"
            aria-label={fill(words.remove, { name })}
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
            {clearAll}
          </InPlaceLink>
        </li>
      )}
    </ul>
  );
}

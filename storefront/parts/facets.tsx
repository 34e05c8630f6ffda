import { formatMoney } from '../messages/format.ts';
import { counted, messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import { firstPageOf, type ListQuery, listUrl, toggleFacet } from '../shop/list-query.ts';
import type { Facets as FacetsOf } from '../shop/search.ts';
import { AttributeFacets } from './attribute-facets.tsx';
import { chosenFilters } from './chosen-filters.tsx';
import { Group, Range, Value, Values } from './facet-group.tsx';

interface FacetsProps {
  path: string;
  query: ListQuery;
  facets: FacetsOf;
  fixed?: 'category' | undefined;
}

/**
 * The filters of a list. Every value has its count, and none leads to an empty list. On phones they are a sheet, which
 * the browser opens and closes.
 */
export function Facets({ path, query, facets, total, fixed }: FacetsProps & { total: number }) {
  const leaveOut = fixed ? [fixed] : [];
  const to = (next: ListQuery) => listUrl(path, firstPageOf(next), leaveOut);
  const toggled = (facet: 'category' | 'brand') => (value: string) => to(toggleFacet(query, facet, value));
  const chosen = chosenFilters(query, facets, fixed).length;
  const { products } = messages().shop;
  const words = messages().list.filter;
  const groups = (
    <div className="grid grid-cols-1 gap-8">
      {(facets.inStock > 0 || query.inStock) && (
        <Group name={words.stock}>
          <Value
            href={to({ ...query, inStock: query.inStock ? undefined : true })}
            isOn={query.inStock === true}
            label={words.inStock}
            count={facets.inStock}
          />
        </Group>
      )}
      {!fixed && (
        <Values name={words.category} values={facets.category} chosen={query.category} hrefOf={toggled('category')} />
      )}
      <AttributeFacets facets={facets.attributes ?? []} query={query} to={to} />
      <Values name={words.brand} values={facets.brand} chosen={query.brand} hrefOf={toggled('brand')} />
      <Price query={query} bounds={facets.price} to={to} />
    </div>
  );
  return (
    <>
      <button type="button" popoverTarget="filters" className="chip mb-4 lg:hidden">
        {chosen > 0 ? fill(words.on, { count: chosen }) : words.title}
      </button>
      <aside id="filters" popover="auto" aria-label={words.title} className="sheet beside">
        <p className="mb-4 font-semibold text-lg lg:hidden">{words.title}</p>
        {groups}
        <p className="sticky -bottom-6 -mx-5 mt-6 bg-raised px-5 pt-3 pb-6 lg:hidden">
          <button
            type="button"
            popoverTarget="filters"
            popoverTargetAction="hide"
            className="button w-full tabular-nums"
          >
            {fill(words.show, { products: counted(products, total) })}
          </button>
        </p>
      </aside>
    </>
  );
}

/** The price filter, in major units of the currency, with the bounds of the results. */
function Price({ query, bounds, to }: { query: ListQuery; bounds: FacetsOf['price']; to(next: ListQuery): string }) {
  const isOn = query.minPrice !== undefined || query.maxPrice !== undefined;
  if (bounds.min === null && !isOn) return null;
  const major = (amount: number | undefined) => (amount === undefined ? undefined : amount / 100);
  const money = (amount: number | null) => (amount === null ? '' : formatMoney({ amount, currency: 'USD' }));
  return (
    <Range
      name={messages().list.filter.price}
      rest={to({ ...query, minPrice: undefined, maxPrice: undefined })}
      from={{ name: 'min', value: major(query.minPrice), bound: money(bounds.min) }}
      to={{ name: 'max', value: major(query.maxPrice), bound: money(bounds.max) }}
    />
  );
}

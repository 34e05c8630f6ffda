import { counted } from '../../look/counted.ts';
import { formatMoney } from '../../look/money.ts';
import { InPlaceLink } from '../client/in-place-link.tsx';
import { firstPageOf, type ListQuery, listUrl, toggleFacet } from '../shop/list-query.ts';
import type { Facets as FacetsOf, FacetValue } from '../shop/search.ts';
import { chosenFilters } from './chosen-filters.tsx';

interface FacetsProps {
  path: string;
  query: ListQuery;
  facets: FacetsOf;
  fixed?: 'category' | undefined;
}

/** How many values of a facet are shown; the others are folded. */
const SHOWN = 8;

/**
 * The filters of a list. Every value has its count, and none leads to an empty list. On phones they are a sheet, which
 * the browser opens and closes.
 */
export function Facets({ path, query, facets, total, fixed }: FacetsProps & { total: number }) {
  const leaveOut = fixed ? [fixed] : [];
  const to = (next: ListQuery) => listUrl(path, firstPageOf(next), leaveOut);
  const chosen = chosenFilters(query, facets, fixed).length;
  const groups = (
    <div className="grid grid-cols-1 gap-8">
      {(facets.inStock > 0 || query.inStock) && (
        <Group name="Stock">
          <Value
            href={to({ ...query, inStock: query.inStock ? undefined : true })}
            isOn={query.inStock === true}
            label="In stock now"
            count={facets.inStock}
          />
        </Group>
      )}
      {!fixed && <Values name="Shelf" facet="category" values={facets.category} query={query} to={to} />}
      <Values name="Brand" facet="brand" values={facets.brand} query={query} to={to} />
      <Price path={path} query={query} facets={facets} fixed={fixed} />
    </div>
  );
  return (
    <>
      <button type="button" popoverTarget="filters" className="chip mb-4 lg:hidden">
        Filters{chosen > 0 ? ` · ${chosen} on` : ''}
      </button>
      <aside id="filters" popover="auto" aria-label="Filters" className="sheet beside">
        <p className="mb-4 font-semibold text-lg lg:hidden">Filters</p>
        {groups}
        <p className="sticky -bottom-6 -mx-5 mt-6 bg-raised px-5 pt-3 pb-6 lg:hidden">
          <button
            type="button"
            popoverTarget="filters"
            popoverTargetAction="hide"
            className="button w-full tabular-nums"
          >
            Show {counted(total, 'product')}
          </button>
        </p>
      </aside>
    </>
  );
}

function Group({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <section aria-label={name}>
      <h2 className="mb-2 text-md">{name}</h2>
      {children}
    </section>
  );
}

function Value({ href, isOn, label, count }: { href: string; isOn: boolean; label: string; count: number }) {
  return (
    <InPlaceLink
      href={href}
      addsHistoryEntry
      rel="nofollow"
      aria-current={isOn ? 'true' : undefined}
      className="flex min-h-9 items-center gap-2.5 rounded-md text-md hover:bg-hover aria-busy:opacity-60 lg:-mx-2 lg:px-2"
    >
      <span
        aria-hidden="true"
        className={`grid size-4 place-items-center rounded-[0.3rem] text-[0.6rem] ${isOn ? 'bg-action text-on-action' : 'ring-1 ring-line-strong'}`}
      >
        {isOn ? '✓' : ''}
      </span>
      <span className="wrap-anywhere min-w-0 flex-1">{label}</span>
      <span className="text-faint tabular-nums">{count}</span>
    </InPlaceLink>
  );
}

interface ValuesProps {
  name: string;
  facet: 'category' | 'brand';
  values: readonly FacetValue[];
  query: ListQuery;
  to(next: ListQuery): string;
}

function Values({ name, facet, values, query, to }: ValuesProps) {
  const on = new Set(query[facet]);
  const counted = new Set(values.map(({ value }) => value));
  const withoutMatches = query[facet].filter(value => !counted.has(value));
  const listed = [...values, ...withoutMatches.map(value => ({ value, label: value, count: 0 }))];
  if (listed.length === 0) return null;
  const sorted = listed.sort((one, other) => Number(on.has(other.value)) - Number(on.has(one.value)));
  const shown = (list: readonly FacetValue[]) =>
    list.map(({ value, label, count }) => (
      <Value key={value} href={to(toggleFacet(query, facet, value))} isOn={on.has(value)} label={label} count={count} />
    ));
  return (
    <Group name={name}>
      {shown(sorted.slice(0, SHOWN))}
      {sorted.length > SHOWN && (
        <details>
          <summary className="flex min-h-9 items-center text-faint text-md hover:text-ink">
            {sorted.length - SHOWN} more
          </summary>
          {shown(sorted.slice(SHOWN))}
        </details>
      )}
    </Group>
  );
}

/** The price filter, in major units of the currency, with the bounds of the results. */
function Price({ path, query, facets: { price: bounds }, fixed }: FacetsProps) {
  const isOn = query.minPrice !== undefined || query.maxPrice !== undefined;
  if (bounds.min === null && !isOn) return null;
  const hidden = [
    ...new URL(
      listUrl(path, { ...firstPageOf(query), minPrice: undefined, maxPrice: undefined }, fixed ? [fixed] : []),
      'http://shop',
    ).searchParams,
  ];
  const money = (amount: number) => formatMoney({ amount, currency: 'USD' });
  const input = (name: 'min' | 'max', label: string, value: number | undefined, bound: number | null) => (
    <label className="min-w-0 flex-1 text-faint text-sm">
      {label}
      <input
        name={name}
        inputMode="decimal"
        defaultValue={value === undefined ? '' : value / 100}
        placeholder={bound === null ? '' : money(bound)}
        className="field mt-1 px-2 text-ink text-md tabular-nums placeholder:text-faint"
      />
    </label>
  );
  return (
    <Group name="Price">
      <form action={path} className="flex items-end gap-2">
        {hidden.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        {input('min', 'From', query.minPrice, bounds.min)}
        {input('max', 'To', query.maxPrice, bounds.max)}
        <button type="submit" className="button button-quiet px-3 text-md">
          Go
        </button>
      </form>
    </Group>
  );
}

import { formatMoney } from '../../look/money.ts';
import { InPlaceLink } from '../client/in-place-link.tsx';
import { firstPageOf, type ListQuery, listUrl, toggleFacet } from '../shop/list-query.ts';
import type { Facets as FacetsOf, FacetValue } from '../shop/search.ts';

interface FacetsProps {
  path: string;
  query: ListQuery;
  facets: FacetsOf;
  fixed?: 'category' | undefined;
}

/** How many values of a facet are shown; the others are folded. */
const SHOWN = 8;

/** The filters of a list. Every value has its count, and none leads to an empty list. Folded on phones. */
export function Facets({ path, query, facets, fixed }: FacetsProps) {
  const leaveOut = fixed ? [fixed] : [];
  const to = (next: ListQuery) => listUrl(path, firstPageOf(next), leaveOut);
  const chosen =
    [...(fixed ? [] : query.category), ...query.brand].length +
    (query.inStock ? 1 : 0) +
    ((query.minPrice ?? query.maxPrice) ? 1 : 0);
  const groups = (
    <div className="grid grid-cols-1 gap-8 pt-4 lg:pt-0">
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
    <aside aria-label="Filters" className="beside mb-6 lg:mb-0">
      <div className="hidden lg:block">{groups}</div>
      <details className="rounded-xl bg-surface px-4 ring-1 ring-line lg:hidden" name="filters">
        <summary className="flex min-h-11 items-center justify-between font-medium">
          Filters
          <span className="text-faint text-md">{chosen > 0 ? `${chosen} on` : 'none on'}</span>
        </summary>
        <div className="pb-4">{groups}</div>
      </details>
    </aside>
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

import { InPlaceLink } from '../client/in-place-link.tsx';
import { locale } from '../messages/language.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { FacetValue } from '../shop/search.ts';

/** How many values of a facet are shown; the others are folded. */
const SHOWN = 8;

/** One filter of a list, under its name. */
export function Group({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <section aria-label={name}>
      <h2 className="wrap-anywhere mb-2 text-md">{name}</h2>
      {children}
    </section>
  );
}

interface ValueProps {
  href: string;
  isOn: boolean;
  label: string;
  count: number;
}

/** One value of a filter, with how many products have it. */
export function Value({ href, isOn, label, count }: ValueProps) {
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
  values: readonly FacetValue[];
  /** The values that are on. */
  chosen: readonly string[];
  /** The list with a value switched. */
  hrefOf(value: string): string;
}

/** The values of a filter, those that are on first, also where no product has them beside the other filters. */
export function Values({ name, values, chosen, hrefOf }: ValuesProps) {
  const on = new Set(chosen);
  const counted = new Set(values.map(({ value }) => value));
  const withoutMatches = chosen.filter(value => !counted.has(value));
  const listed = [...values, ...withoutMatches.map(value => ({ value, label: value, count: 0 }))];
  if (listed.length === 0) return null;
  const sorted = listed.sort((one, other) => Number(on.has(other.value)) - Number(on.has(one.value)));
  const shown = (list: readonly FacetValue[]) =>
    list.map(({ value, label, count }) => (
      <Value key={value} href={hrefOf(value)} isOn={on.has(value)} label={label} count={count} />
    ));
  return (
    <Group name={name}>
      {shown(sorted.slice(0, SHOWN))}
      {sorted.length > SHOWN && (
        <details>
          <summary className="flex min-h-9 items-center text-faint text-md hover:text-ink">
            {fill(messages().list.filter.more, { count: sorted.length - SHOWN })}
          </summary>
          {shown(sorted.slice(SHOWN))}
        </details>
      )}
    </Group>
  );
}

interface RangeProps {
  name: string;
  /** The list without this range: what the form keeps. */
  rest: string;
  from: RangeEnd;
  to: RangeEnd;
}

interface RangeEnd {
  /** The parameter of the URL. */
  name: string;
  value: number | undefined;
  /** What the results reach to. */
  bound: string;
}

/** A filter from one number to another, as a plain form. */
export function Range({ name, rest, from, to }: RangeProps) {
  const words = messages().list.filter;
  const { pathname, searchParams } = new URL(rest, 'http://shop');
  const input = (label: string, { name: parameter, value, bound }: RangeEnd) => (
    <label className="min-w-0 flex-1 text-faint text-sm">
      {label}
      <input
        name={parameter}
        inputMode="decimal"
        defaultValue={value?.toLocaleString(locale(), { useGrouping: false, maximumFractionDigits: 9 }) ?? ''}
        placeholder={bound}
        className="field mt-1 px-2 text-ink text-md tabular-nums placeholder:text-faint"
      />
    </label>
  );
  return (
    <Group name={name}>
      <form action={pathname} className="flex items-end gap-2">
        {[...searchParams].map(([parameter, value]) => (
          <input key={`${parameter}=${value}`} type="hidden" name={parameter} value={value} />
        ))}
        {input(words.from, from)}
        {input(words.to, to)}
        <button type="submit" className="button button-quiet px-3 text-md">
          {words.go}
        </button>
      </form>
    </Group>
  );
}

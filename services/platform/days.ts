import { momentOf } from './moment.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The longest time range of statistics, days. */
export const MAX_DAYS = 93;

/** The time range of statistics: `from` inclusive, `to` exclusive, in days of a time zone. */
export interface DayRange {
  from: Date;
  to: Date;
  /** A name of the IANA time zone database. */
  timeZone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
}

/**
 * The date of a moment in a time zone, as `2026-11-22`. Throws RangeError for an unknown time zone. Node alone decides
 * which zones exist and what they mean: databases have tables of their own, in which names differ.
 */
export function dayOf(moment: Date, timeZone: string): string {
  return formatOf(timeZone).format(moment);
}

/** The first moment of a date in a time zone, to the second, between two moments around it. */
function startOf(date: string, timeZone: string): Date {
  const midnight = Date.parse(date);
  let before = midnight - DAY_MS;
  let after = midnight + DAY_MS;
  while (after - before > 1_000) {
    const middle = before + Math.floor((after - before) / 2_000) * 1_000;
    if (dayOf(new Date(middle), timeZone) >= date) after = middle;
    else before = middle;
  }
  return new Date(after);
}

/**
 * Every date that a time range touches, in order, with the moment at which it starts; the first one starts with the
 * range. A moment belongs to the last date that has started: databases need no time zones to compute the day.
 */
export function dayStarts(range: DayRange): { date: string; start: Date }[] {
  const { from, timeZone } = range;
  return daysIn(range).map((date, at) => ({ date, start: at === 0 ? from : startOf(date, timeZone) }));
}

/** Every date that a time range touches, in order. Throws RangeError for an unknown time zone. */
export function daysIn({ from, to, timeZone }: DayRange): string[] {
  const last = Date.parse(dayOf(new Date(to.getTime() - 1), timeZone));
  const days: string[] = [];
  for (let day = Date.parse(dayOf(from, timeZone)); day <= last; day += DAY_MS)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}

/** Parses the time range of a query. Returns a message for people when it is invalid. */
export function parseDayRange(query: { from: string; to: string; timeZone: string }): DayRange | string {
  const range = { from: momentOf(query.from), to: momentOf(query.to), timeZone: query.timeZone };
  if (range.from >= range.to) return 'It must begin before it ends.';
  if (range.to.getTime() - range.from.getTime() > MAX_DAYS * DAY_MS)
    return `At most ${MAX_DAYS} days can be requested at once.`;
  try {
    dayOf(range.from, range.timeZone);
    return range;
  } catch {
    return `There is no time zone ${range.timeZone}.`;
  }
}

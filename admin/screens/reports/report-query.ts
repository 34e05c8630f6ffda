import type { ReportDimension } from '../../../generated/orders/types.ts';
import { type Period, startOfDay } from '../dashboard/periods.ts';
import { dimensions, type Measure, measures } from './report.ts';

/** Lengths of ranges that end today, days. */
export const ranges = { 1: 'Today', 7: '7 days', 30: '30 days', 90: '90 days' } as const;

/** The longest range of the contract, days. */
const MAX_DAYS = 93;
const DAY_MS = 24 * 60 * 60 * 1_000;
const date = /^\d{4}-\d{2}-\d{2}$/;

/** What a report shows, as its address says it. */
export interface ReportQuery {
  measure: Measure;
  by: ReportDimension;
  /** A length, or the first and the last day. */
  range: keyof typeof ranges | { from: string; to: string };
  compare: boolean;
}

const isOneOf = <T extends string>(known: Readonly<Record<T, unknown>>, text: string | null): text is T =>
  text !== null && Object.hasOwn(known, text);

/** Reads an address; what it leaves out, or says wrongly, is sales by day of 30 days, compared. */
export function readQuery(parameters: URLSearchParams): ReportQuery {
  const measure = parameters.get('measure');
  const by = parameters.get('by');
  const days = parameters.get('days');
  const from = parameters.get('from');
  const to = parameters.get('to');
  const isCustom = from && to && date.test(from) && date.test(to) && from <= to;
  const known = ([1, 7, 30, 90] as const).find(length => String(length) === days) ?? 30;
  return {
    measure: isOneOf(measures, measure) ? measure : 'sales',
    by: isOneOf(dimensions, by) && measure !== 'conversion' ? by : 'day',
    range: isCustom ? { from, to } : known,
    compare: parameters.get('compare') !== 'no',
  };
}

/** The address of a report. */
export function queryText({ measure, by, range, compare }: ReportQuery): string {
  const days = typeof range === 'number' ? { days: String(range) } : range;
  return new URLSearchParams({ measure, by, ...days, ...(compare ? {} : { compare: 'no' }) }).toString();
}

/**
 * The period of a report and the one before it, of as many days: until the same hour where it ends today. Undefined for
 * more days than the contract allows.
 */
export function periodsOf({ range }: ReportQuery, now: Date): { period: Period; before: Period } | undefined {
  const day = (text: string) => new Date(`${text}T00:00`);
  const [from, to] =
    typeof range === 'number'
      ? [startOfDay(now, range - 1), now]
      : [day(range.from), new Date(Math.min(now.getTime(), startOfDay(day(range.to), -1).getTime()))];
  const days = Math.round((startOfDay(to, 0).getTime() - startOfDay(from, 0).getTime()) / DAY_MS);
  const length = startOfDay(to, 0).getTime() === to.getTime() ? days : days + 1;
  if (from >= to || length > MAX_DAYS) return undefined;
  const earlier = (moment: Date) => {
    const moved = new Date(moment);
    moved.setDate(moved.getDate() - length);
    return moved.toISOString();
  };
  return {
    period: { from: from.toISOString(), to: to.toISOString() },
    before: { from: earlier(from), to: earlier(to) },
  };
}

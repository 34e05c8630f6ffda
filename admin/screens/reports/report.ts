import type { ReportDimension, SalesReport } from '../../../generated/orders/types.ts';
import { csvLine } from '../../../look/csv.ts';
import { countryName } from '../../kit/address.ts';
import { amountText, formatMoney } from '../../kit/money.ts';
import { averageOf, changeFrom, conversion } from '../dashboard/periods.ts';

export const measures = {
  sales: 'Sales',
  orders: 'Paid orders',
  conversion: 'Conversion',
  average: 'Average order',
  units: 'Units',
} as const;
export type Measure = keyof typeof measures;

export const dimensions: Readonly<Record<ReportDimension, string>> = {
  day: 'Day',
  hour: 'Hour of the day',
  product: 'Product',
  country: 'Country',
};

/** Figures that a measure is calculated from; `carts` where they are known. */
interface Figures {
  orders: number;
  units: number;
  sales: { amount: number; currency: string };
  carts?: number | undefined;
}

/** A row of a report, with the same row of the period before. */
export interface ReportRow {
  key: string;
  label: string;
  value: number | undefined;
  before: number | undefined;
  change: number | undefined;
}

/** The value of a measure: minor units, a count, or a share; undefined where there is nothing to divide by. */
export function valueOfMeasure(measure: Measure, { orders, units, sales, carts }: Figures): number | undefined {
  switch (measure) {
    case 'sales':
      return sales.amount;
    case 'orders':
      return orders;
    case 'units':
      return units;
    case 'average':
      return averageOf(sales.amount, orders);
    case 'conversion':
      return carts === undefined ? undefined : conversion(orders, carts);
  }
}

/** A value in words; `–` where there is none. */
export function measureText(measure: Measure, value: number | undefined, currency: string): string {
  if (value === undefined) return '–';
  if (measure === 'sales' || measure === 'average') return formatMoney({ amount: value, currency });
  if (measure === 'conversion') return value.toLocaleString(undefined, { style: 'percent', maximumFractionDigits: 1 });
  return value.toLocaleString();
}

/** What a row is called: days and countries as people write them. */
export function rowLabel(by: ReportDimension, label: string): string {
  if (by === 'country') return /^[A-Z]{2}$/.test(label) ? countryName(label) : label;
  if (by === 'hour') return `${label}:00`;
  if (by === 'day')
    return new Date(`${label}T12:00`).toLocaleDateString(undefined, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
    });
  return label;
}

type CartsByDay = ReadonlyMap<string, number>;

/** A period's report with the carts that were begun on each day, where they are asked for. */
export interface PeriodReport {
  report: SalesReport;
  carts?: CartsByDay;
}

/** The rows of a report, each with the one of the period before: days by their place, others by what they are. */
export function reportRows(measure: Measure, now: PeriodReport, before: PeriodReport | undefined): ReportRow[] {
  const { by } = now.report;
  const withCarts = ({ report, carts }: PeriodReport, row: SalesReport['rows'][number]): Figures => ({
    ...row,
    carts: carts && (by === 'day' ? (carts.get(row.key) ?? 0) : [...carts.values()].reduce((a, b) => a + b, 0)),
    sales: row.sales ?? report.total.sales,
  });
  return now.report.rows.map((row, index) => {
    const earlier = before?.report.rows.find((other, at) => (by === 'day' ? at === index : other.key === row.key));
    const value = valueOfMeasure(measure, withCarts(now, row));
    const was = before && earlier ? valueOfMeasure(measure, withCarts(before, earlier)) : before && 0;
    return { key: row.key, label: rowLabel(by, row.label), value, before: was, change: changeFrom(was, value) };
  });
}

/** The value of a measure over a whole period. */
export function totalOf(measure: Measure, { report, carts }: PeriodReport): number | undefined {
  const begun = carts && [...carts.values()].reduce((sum, count) => sum + count, 0);
  return valueOfMeasure(measure, { ...report.total, carts: begun });
}

/** A report as the text of a CSV file, all figures of each row. */
export function reportCsv({ report }: PeriodReport): string {
  const { by, rows } = report;
  const head = [by, ...(by === 'product' ? ['title'] : []), 'orders', 'units', 'sales', 'currency'];
  const lines = rows.map(({ key, label, orders, units, sales }) => [
    key,
    ...(by === 'product' ? [label] : []),
    String(orders),
    String(units),
    amountText(sales),
    sales.currency,
  ]);
  return [head, ...lines].map(csvLine).join('');
}

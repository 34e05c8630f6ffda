import { z } from 'zod';
import type { ReportDimension, SalesReport, SalesReportRow } from '../../generated/orders/types.ts';
import { type DayRange, dayOf, daysIn } from '../platform/days.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { mostFrequentCurrency } from './store-sales.ts';

const figures = { currency: z.string(), orders: z.number(), units: z.number(), amount: z.bigint() };
const rowsSchema = z.array(z.object({ key: z.string(), label: z.string(), ...figures }));
const quartersSchema = z.array(z.object({ quarter: z.number(), ...figures }));

/** Every zone differs from UTC by a multiple of this: each moment of a quarter is in the same hour everywhere. */
const QUARTER_MS = 15 * 60 * 1_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
const MAX_PRODUCTS = 100;

type Figures = z.output<typeof rowsSchema>[number];

/** The sales of a range by a dimension, in the currency of most orders. */
export async function readSalesReport(
  database: PrismaClient,
  range: DayRange,
  by: ReportDimension,
): Promise<SalesReport> {
  const quarters = await readQuarters(database, range);
  const currency = mostFrequentCurrency(quarters);
  const groups = (await readGroups(database, range, by, currency)) ?? timeGroups(quarters, range, by);
  const rows = groups.map(({ key, label, ...rest }) => ({ key, label, ...asFigures([rest], currency) }));
  return { by, rows: merged(rows), total: asFigures(quarters, currency) };
}

async function readQuarters(database: PrismaClient, { from, to }: DayRange) {
  return quartersSchema.parse(
    await database.$queryRaw`
      SELECT floor(extract(epoch FROM paid_at) * 1000 / ${QUARTER_MS}::integer)::integer AS quarter, currency::text,
        count(*)::integer AS orders, sum(units)::integer AS units, sum(amount)::bigint AS amount
      FROM sales WHERE paid_at >= ${from} AND paid_at < ${to} GROUP BY 1, 2`,
  );
}

/** Products and countries, those with most sales first; undefined for a dimension of time. */
async function readGroups(
  database: PrismaClient,
  { from, to }: DayRange,
  by: ReportDimension,
  currency: string,
): Promise<Figures[] | undefined> {
  if (by === 'product')
    return rowsSchema.parse(
      await database.$queryRaw`
        SELECT sku AS key, (array_agg(title ORDER BY paid_at DESC))[1] AS label, ${currency} AS currency,
          count(DISTINCT order_id)::integer AS orders, sum(quantity)::integer AS units, sum(amount)::bigint AS amount
        FROM sold_lines WHERE paid_at >= ${from} AND paid_at < ${to} AND currency = ${currency}
        GROUP BY sku ORDER BY sum(amount) DESC, sku LIMIT ${MAX_PRODUCTS}::integer`,
    );
  if (by === 'country')
    return rowsSchema.parse(
      await database.$queryRaw`
        SELECT country AS key, country AS label, currency, count(*)::integer AS orders, sum(units)::integer AS units,
          sum(amount)::bigint AS amount
        FROM (
          SELECT coalesce(country, (SELECT address ->> 'country' FROM orders WHERE orders.id = order_id)) AS country, currency::text, units, amount
          FROM sales WHERE paid_at >= ${from} AND paid_at < ${to}
        ) sold GROUP BY 1, 3 ORDER BY sum(amount) DESC, 1`,
    );
  return undefined;
}

/** Every day of the range, or every hour of the day, with its sales. */
function timeGroups(quarters: z.output<typeof quartersSchema>, range: DayRange, by: ReportDimension): Figures[] {
  const { timeZone } = range;
  const hours = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  const keyOf = (at: Date) => (by === 'hour' ? hours.format(at) : dayOf(at, timeZone));
  const sold = quarters.map(({ quarter, ...rest }) => {
    // the range may begin within a quarter, and so may its first day
    const key = keyOf(new Date(Math.max(quarter * QUARTER_MS, range.from.getTime())));
    return { key, label: key, ...rest };
  });
  const none = { currency: '', orders: 0, units: 0, amount: 0n };
  const keys = by === 'hour' ? HOURS : daysIn(range);
  return keys.flatMap(key => [{ key, label: key, ...none }, ...sold.filter(row => row.key === key)]);
}

/** Sums: orders and units of all currencies, sales of one. */
function asFigures(rows: readonly Pick<Figures, 'currency' | 'orders' | 'units' | 'amount'>[], currency: string) {
  const amount = rows.filter(row => row.currency === currency).reduce((sum, row) => sum + Number(row.amount), 0);
  return {
    orders: rows.reduce((sum, row) => sum + row.orders, 0),
    units: rows.reduce((sum, row) => sum + row.units, 0),
    sales: { amount, currency },
  };
}

/** One row a key, in the order in which keys come first. */
function merged(rows: readonly SalesReportRow[]): SalesReportRow[] {
  const byKey = new Map<string, SalesReportRow>();
  for (const row of rows) {
    const known = byKey.get(row.key);
    if (!known) byKey.set(row.key, row);
    else {
      const amount = known.sales.amount + row.sales.amount;
      const sums = { orders: known.orders + row.orders, units: known.units + row.units };
      byKey.set(row.key, { ...known, ...sums, sales: { ...known.sales, amount } });
    }
  }
  return [...byKey.values()];
}

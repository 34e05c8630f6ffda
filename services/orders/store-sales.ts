import { z } from 'zod';
import type { BestSeller, OrderDay } from '../../generated/orders/types.ts';
import { type DayRange, dayStarts } from '../platform/days.ts';
import { emailKey } from '../platform/email-address.ts';
import { type PlacedOrder, saleOf } from './order.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';

type Tx = Prisma.TransactionClient;

/** Updates the sale and the customer's total to an order that is locked. */
export async function recordSale(tx: Tx, before: PlacedOrder, after: PlacedOrder): Promise<void> {
  const saleBefore = saleOf(before);
  const saleAfter = saleOf(after);
  const change = (saleAfter?.amount ?? 0) - (saleBefore?.amount ?? 0);
  if (saleBefore === undefined && saleAfter !== undefined) await addSale(tx, after, saleAfter);
  else if (saleBefore !== undefined && saleAfter === undefined) await removeSale(tx, after.id);
  else if (saleAfter !== undefined && change !== 0)
    await tx.sale.update({
      where: { orderId: after.id },
      data: { amount: BigInt(saleAfter.amount) },
      select: { orderId: true },
    });
  if (change !== 0) {
    const { email, totals } = after.content;
    const where = { emailKey: emailKey(email), currency: totals.total.currency };
    await tx.customer.updateMany({ where, data: { spent: { increment: BigInt(change) } } });
  }
}

async function addSale(
  tx: Tx,
  { id: orderId, content }: PlacedOrder,
  sold: { paidAt: string; amount: number },
): Promise<void> {
  const { currency } = content.totals.total;
  const { country } = content.shippingAddress;
  const paidAt = new Date(sold.paidAt);
  const units = content.lines.reduce((sum, line) => sum + line.quantity, 0);
  await tx.sale.create({ data: { orderId, paidAt, currency, country, amount: BigInt(sold.amount), units } });
  await tx.soldLine.createMany({
    data: content.lines.map(({ sku, title, quantity, lineTotal }, position) => {
      return { orderId, position, paidAt, sku, title, quantity, currency, amount: BigInt(lineTotal.amount) };
    }),
  });
}

async function removeSale(tx: Tx, orderId: string): Promise<void> {
  await tx.sale.deleteMany({ where: { orderId } });
  await tx.soldLine.deleteMany({ where: { orderId } });
}

const daysSchema = z.array(
  z.object({ day: z.number(), currency: z.string(), orders: z.number(), amount: z.bigint(), units: z.number() }),
);
const bestSellersSchema = z.array(
  z.object({ sku: z.string(), title: z.string(), quantity: z.number(), amount: z.bigint() }),
);
const MAX_BEST_SELLERS = 10;

/**
 * Sales by day and best sellers of a range, in the currency that most orders are in. Both queries are index-only scans.
 */
export async function readSales(
  database: PrismaClient,
  range: DayRange,
): Promise<{ days: OrderDay[]; bestSellers: BestSeller[] }> {
  const { from, to } = range;
  const dates = dayStarts(range);
  const starts = dates.map(({ start }) => start.toISOString());
  const rows = daysSchema.parse(
    await database.$queryRaw`
      SELECT width_bucket(paid_at, ${starts}::timestamptz[]) - 1 AS day, currency::text, count(*)::integer AS orders,
        sum(amount)::bigint AS amount, sum(units)::integer AS units
      FROM sales WHERE paid_at >= ${from} AND paid_at < ${to} GROUP BY 1, 2`,
  );
  const currency = mostFrequentCurrency(rows);
  const days = dates.map(({ date }, at): OrderDay => {
    const own = rows.filter(row => row.day === at);
    const sum = (of: (row: (typeof rows)[number]) => number) => own.reduce((total, row) => total + of(row), 0);
    const amount = Number(own.find(row => row.currency === currency)?.amount ?? 0);
    return { date, orders: sum(row => row.orders), units: sum(row => row.units), sales: { amount, currency } };
  });
  const best = bestSellersSchema.parse(
    await database.$queryRaw`
      SELECT best.sku, newest.title, best.quantity, best.amount FROM (
        SELECT sku, sum(quantity)::integer AS quantity, sum(amount)::bigint AS amount FROM sold_lines
        WHERE paid_at >= ${from} AND paid_at < ${to} AND currency = ${currency} GROUP BY sku ORDER BY 2 DESC, 1 LIMIT ${MAX_BEST_SELLERS}
      ) best, LATERAL (SELECT title FROM sold_lines WHERE sold_lines.sku = best.sku ORDER BY paid_at DESC LIMIT 1) newest
      ORDER BY best.quantity DESC, best.sku`,
  );
  return {
    days,
    bestSellers: best.map(({ amount, ...seller }) => ({ ...seller, sales: { amount: Number(amount), currency } })),
  };
}

/** The currency that most orders are in; US dollars where there is none. */
export function mostFrequentCurrency(rows: readonly { currency: string; orders: number }[]): string {
  const counts = new Map<string, number>();
  for (const { currency, orders } of rows) counts.set(currency, (counts.get(currency) ?? 0) + orders);
  const [first] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return first?.[0] ?? 'USD';
}

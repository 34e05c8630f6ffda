import { z } from 'zod';
import { parseAddress, parseMoney } from '../../generated/orders/parsers.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { checkedFact, type Fact, numberOf, type PlacedOrder } from './order.ts';
import type { OrderCache, VersionedOrder } from './order-cache.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';

export type Tx = Prisma.TransactionClient;
export type Database = Tx | PrismaClient;

/** What the orders of a process are read and written by. */
export interface Stores {
  database: PrismaClient;
  /** Single statements on the same database, for what runs with every order. */
  sql: Pick<SqlClient, '$queryRawUnsafe'>;
  orders: OrderCache;
}

/** An order as it was read. */
interface StoredOrder extends VersionedOrder {
  sequence: bigint;
  fingerprint: string;
}

const parcelSchema = z.object({
  id: z.string(),
  carrier: z.string(),
  trackingNumber: z.string(),
  trackingUrl: z.string().exactOptional(),
});
const happened = {
  id: z.string(),
  at: z.string(),
  detail: z.string().exactOptional(),
  traceId: z.string().exactOptional(),
};
const factSchema = z.discriminatedUnion('kind', [
  z.object({
    ...happened,
    kind: z.enum(['authorized', 'captured']),
    amount: z.json().transform(parseMoney).exactOptional(),
  }),
  z.object({ ...happened, kind: z.enum(['stock_allocated', 'stock_missing']) }),
  z.object({ ...happened, kind: z.enum(['payment_failed', 'cancelled']), reason: z.string() }),
  z.object({
    ...happened,
    kind: z.literal('refunded'),
    refundedTotal: z.number(),
    whole: z.boolean(),
    amount: z.number().exactOptional(),
    lines: z.array(z.object({ sku: z.string(), quantity: z.number() })).exactOptional(),
    notifyCustomer: z.boolean().exactOptional(),
  }),
  z.object({
    ...happened,
    kind: z.literal('refund_failed'),
    refundedTotal: z.number(),
    amount: z.number().exactOptional(),
  }),
  z.object({ ...happened, kind: z.enum(['shipped', 'in_transit', 'delivered']), parcel: parcelSchema }),
]) satisfies z.ZodType<Fact>;

const READ = `
SELECT id::text, sequence, version, fingerprint, token_hash AS "tokenHash", shopper_id AS "shopperId", cart_id::text AS "cartId", email, phone,
  currency, subtotal, shipping, total, address, shipping_method AS "shippingMethod", placed_at AS "placedAt", placed_trace_id AS "placedTraceId",
  more,
  (SELECT jsonb_agg(jsonb_build_object('sku', sku, 'title', title, 'quantity', quantity, 'unitPrice', unit_price, 'lineTotal', line_total,
     'imageUrl', image_url, 'more', more) ORDER BY position) FROM order_lines WHERE order_id = orders.id) AS lines,
  coalesce((SELECT jsonb_agg(fact ORDER BY sequence) FROM order_facts WHERE order_id = orders.id), '[]') AS facts
FROM orders WHERE id = ANY ($1::uuid[])`;

/** What the contract has beside the columns. */
const more = z.looseObject({}).transform((fields): object => fields);
const minorUnits = z.bigint().transform(Number);
const rowsSchema = z.array(
  z.object({
    id: z.string(),
    sequence: z.bigint(),
    version: z.number(),
    fingerprint: z.string(),
    tokenHash: z.string(),
    shopperId: z.string().nullable(),
    cartId: z.string().nullable(),
    email: z.string(),
    phone: z.string().nullable(),
    currency: z.string(),
    subtotal: minorUnits,
    shipping: minorUnits,
    total: minorUnits,
    address: z.unknown(),
    shippingMethod: z.string(),
    placedAt: z.date(),
    placedTraceId: z.string().nullable(),
    lines: z.array(
      z.object({
        sku: z.string(),
        title: z.string(),
        quantity: z.number(),
        unitPrice: z.number(),
        lineTotal: z.number(),
        imageUrl: z.string().nullable(),
        more,
      }),
    ),
    more: z.looseObject({ totals: more.exactOptional() }),
    facts: z.array(factSchema),
  }),
);

function fromRow(row: z.output<typeof rowsSchema>[number]): StoredOrder {
  const { currency, shopperId, cartId, phone, placedTraceId } = row;
  const money = (amount: number) => ({ amount, currency });
  const { totals: moreTotals, ...more } = row.more;
  const others: object = more;
  const content = {
    ...others,
    tokenHash: row.tokenHash,
    email: row.email,
    lines: row.lines.map(({ sku, title, quantity, unitPrice, lineTotal, imageUrl, more: rest }) => {
      const amounts = { unitPrice: money(unitPrice), lineTotal: money(lineTotal) };
      return { ...rest, sku, title, quantity, ...amounts, ...(imageUrl === null ? {} : { imageUrl }) };
    }),
    totals: { ...moreTotals, subtotal: money(row.subtotal), shipping: money(row.shipping), total: money(row.total) },
    shippingAddress: parseAddress(row.address),
    shippingMethod: row.shippingMethod,
    ...(shopperId === null ? {} : { shopperId }),
    ...(cartId === null ? {} : { cartId }),
    ...(phone === null ? {} : { phone }),
  };
  const order = {
    id: row.id,
    number: numberOf(row.sequence),
    placedAt: row.placedAt.toISOString(),
    ...(placedTraceId === null ? {} : { placedTraceId }),
    content,
    facts: row.facts.map(fact => checkedFact(content, fact)),
  };
  return { order, version: row.version, sequence: row.sequence, fingerprint: row.fingerprint };
}

/** Orders by id, as of one moment, in one statement; those that were never placed are absent. */
export async function readOrders(database: Database, ids: readonly string[]): Promise<Map<string, StoredOrder>> {
  if (ids.length === 0) return new Map();
  const rows = rowsSchema.parse(await database.$queryRawUnsafe<unknown>(READ, ids));
  return new Map(rows.map(row => [row.id, fromRow(row)]));
}

/** The order with its facts; undefined when it was never placed. */
export async function findOrder(database: Database, id: string): Promise<PlacedOrder | undefined> {
  return (await readOrders(database, [id])).get(id)?.order;
}

/** The facts of an order that is perhaps not placed yet, in the order in which they were recorded. */
export async function factsOf(database: Database, orderId: string): Promise<Fact[]> {
  const rows = await database.orderFact.findMany({ where: { orderId }, orderBy: { sequence: 'asc' } });
  return rows.map(row => factSchema.parse(row.fact));
}

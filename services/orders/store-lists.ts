import { z } from 'zod';
import type { OrderStatus } from '../../generated/orders/types.ts';
import type { PlacedOrder } from './order.ts';
import { Prisma, type PrismaClient } from './prisma/client/client.ts';
import { ORDER_NUMBER, type OrderQuery, parseOrderQuery } from './search-terms.ts';
import { readOrders } from './store-read.ts';

/** A place in the list of orders, newest first. */
export interface OrderPosition {
  placedAt: Date;
  sequence: bigint;
}

export interface OrderFilter {
  shopperId?: string;
  /** Any of these. */
  statuses?: readonly OrderStatus[];
  /** As people type it (search-terms.ts). */
  q?: string;
  customerId?: string;
  /** Placed at this moment or after it. */
  from?: Date;
  /** Placed before this moment. */
  to?: Date;
  /** Only orders after this place in the list. */
  after?: OrderPosition;
}

const idsSchema = z.array(z.object({ id: z.string() }));

/**
 * The ids of the newest orders that match a filter. Alternatives (statuses, kinds of search) are read from one index
 * each, then merged.
 */
export function newestOrders(wanted: OrderFilter, take: number): Prisma.Sql {
  const { shopperId, statuses, q, customerId, from, to, after } = wanted;
  const common = [
    ...(shopperId === undefined ? [] : [Prisma.sql`shopper_id = ${shopperId}`]),
    ...(customerId === undefined
      ? []
      : [Prisma.sql`email_key = (SELECT email_key FROM customers WHERE id = ${customerId}::uuid)`]),
    ...(from === undefined ? [] : [Prisma.sql`placed_at >= ${from}`]),
    ...(to === undefined ? [] : [Prisma.sql`placed_at < ${to}`]),
    ...(after === undefined ? [] : [Prisma.sql`(placed_at, sequence) < (${after.placedAt}, ${after.sequence})`]),
  ];
  const byStatus =
    statuses === undefined
      ? [[]]
      : [...new Set(statuses)].map(status => [Prisma.sql`status = ${status}::order_status`]);
  const readings = q === undefined ? [undefined] : parseOrderQuery(q);
  const lists = byStatus.flatMap(status => readings.map(query => newestMatching([...common, ...status], query, take)));
  if (lists.length === 0) return Prisma.sql`SELECT id::text FROM orders WHERE false`;
  return Prisma.sql`
    SELECT id::text FROM (${Prisma.join(lists, ' UNION ')}) found ORDER BY placed_at DESC, sequence DESC LIMIT ${take}::integer`;
}

/** Orders with their place in the list, newest first. */
export async function listOrders(
  database: PrismaClient,
  wanted: OrderFilter,
  take: number,
): Promise<{ order: PlacedOrder; place: OrderPosition }[]> {
  const ids = idsSchema.parse(await database.$queryRaw(newestOrders(wanted, take))).map(({ id }) => id);
  const found = await readOrders(database, ids);
  return ids.flatMap(id => {
    const read = found.get(id);
    if (!read) return [];
    const { order, sequence } = read;
    return [{ order, place: { placedAt: new Date(order.placedAt), sequence } }];
  });
}

/** An order number as people write it (`C-10042`, `c 10042`, `#10042`, `10042`); undefined for anything else. */
export function orderSequence(number: string): bigint | undefined {
  const digits = ORDER_NUMBER.exec(number.trim())?.groups?.digits;
  return digits === undefined ? undefined : BigInt(digits);
}

/** The id of the order with a number, where it was placed with this e-mail address, in any case. */
export async function findByNumber(
  database: PrismaClient,
  sequence: bigint,
  email: string,
): Promise<string | undefined> {
  const found = await database.$queryRaw`
    SELECT id::text FROM orders WHERE sequence = ${sequence} AND email_key = ${email.toLowerCase()}`;
  return idsSchema.parse(found)[0]?.id;
}

/** A `tsquery` of words that begin so, all of them. Terms are letters and digits alone. */
const prefixes = (terms: readonly string[]): string => terms.map(term => `'${term}':*`).join(' & ');

/** The ids of the orders that match a reading of a query, each from one index; undefined for an e-mail address. */
function matchingIds(query: OrderQuery): Prisma.Sql | undefined {
  switch (query.by) {
    case 'terms':
      return Prisma.sql`SELECT order_id FROM order_terms WHERE terms @@ ${prefixes(query.terms)}::tsquery`;
    case 'tracking':
      return Prisma.sql`SELECT DISTINCT order_id FROM order_facts WHERE fact ->> 'kind' = 'shipped'
        AND lower(fact -> 'parcel' ->> 'trackingNumber') LIKE ${`${escapeLike(query.start)}%`}`;
    case 'last4':
      return Prisma.sql`SELECT DISTINCT order_id FROM order_facts WHERE fact ->> 'kind' = 'authorized'
        AND fact ->> 'last4' = ${query.digits}`;
    case 'email':
      return undefined;
  }
}

/** Orders among which a word is looked for first; one that is more frequent than `take` of them is found there. */
const WINDOW = 2_000;

/** The newest orders that match the conditions and, where there is one, a reading of a query. */
function newestMatching(conditions: readonly Prisma.Sql[], query: OrderQuery | undefined, take: number): Prisma.Sql {
  const byEmail = query?.by === 'email' ? [Prisma.sql`email_key LIKE ${`${escapeLike(query.start)}%`}`] : [];
  const where = Prisma.join([Prisma.sql`true`, ...conditions, ...byEmail], ' AND ');
  const newest = (limit: number) => Prisma.sql`ORDER BY placed_at DESC, sequence DESC LIMIT ${limit}::integer`;
  const ids = query && matchingIds(query);
  if (!ids) return Prisma.sql`(SELECT id, placed_at, sequence FROM orders WHERE ${where} ${newest(take)})`;
  // OFFSET 0 keeps the planner, which cannot tell how many orders begin so, from reading all of them.
  const found = Prisma.sql`SELECT found.* FROM (${ids} OFFSET 0) matching,
    LATERAL (SELECT id, placed_at, sequence FROM orders WHERE id = matching.order_id AND ${where} OFFSET 0) found`;
  if (query.by !== 'terms') return Prisma.sql`(${found} ${newest(take)})`;
  return Prisma.sql`(WITH latest AS MATERIALIZED (
      SELECT id, placed_at, sequence FROM orders WHERE ${where} ${newest(WINDOW)}
    ), hit AS MATERIALIZED (
      SELECT latest.* FROM latest, LATERAL (SELECT terms FROM order_terms WHERE order_id = latest.id OFFSET 0) searched
      WHERE terms @@ ${prefixes(query.terms)}::tsquery ${newest(take)}
    )
    SELECT * FROM (
      SELECT * FROM hit
      UNION ${found} WHERE (SELECT count(*) FROM latest) = ${WINDOW}::integer AND (SELECT count(*) FROM hit) < ${take}::integer
    ) either ${newest(take)})`;
}

/** Escapes the wildcards of LIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

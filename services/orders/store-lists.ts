import { z } from 'zod';
import type { ListOrdersInput, OrderStatus, Total } from '../../generated/orders/types.ts';
import { emailKey } from '../platform/email-address.ts';
import type { PlacedOrder } from './order.ts';
import type { Owner } from './owner.ts';
import { Prisma, type PrismaClient } from './prisma/client/client.ts';
import { ORDER_NUMBER, type OrderQuery, parseOrderQuery } from './search-terms.ts';
import { readOrders } from './store-read.ts';
import { hasTag } from './store-tags.ts';

export type OrderSort = ListOrdersInput['query']['sort'];

/** What a list is sorted by, orders of the same by their number. Amounts are minor units. */
const sorts = {
  '-placedAt': { column: 'placed_at', direction: 'DESC' },
  placedAt: { column: 'placed_at', direction: 'ASC' },
  '-totals.total': { column: 'total', direction: 'DESC' },
  'totals.total': { column: 'total', direction: 'ASC' },
} as const satisfies Record<OrderSort, { column: string; direction: string }>;

/** A position in a list of orders: by time, or by total. */
export type OrderPosition = { placedAt: Date; sequence: bigint } | { total: bigint; sequence: bigint };

export interface OrderFilter {
  /** Only orders that this shopper may read (owner.ts). */
  owner?: Owner;
  /** Any of these. */
  statuses?: readonly OrderStatus[];
  /** As people type it (search-terms.ts). */
  q?: string;
  customerId?: string;
  tag?: string;
  /** Placed at this moment or after it. */
  from?: Date;
  /** Placed before this moment. */
  to?: Date;
  /** Newest first where absent. */
  sort?: OrderSort;
  /** Only orders after this position in the list. */
  after?: OrderPosition;
}

const idsSchema = z.array(z.object({ id: z.string() }));

/**
 * The ids of the first orders that match a filter, in the order of its sort. Alternatives (statuses, kinds of search,
 * what makes an order somebody's own) are read from one index each, then merged.
 */
export function firstOrders(wanted: OrderFilter, take: number): Prisma.Sql {
  const { owner, statuses, q, customerId, tag, from, to, after, sort = '-placedAt' } = wanted;
  const { column, direction } = sorts[sort];
  const order = Prisma.raw(`ORDER BY ${column} ${direction}, sequence ${direction}`);
  const common = [
    ...(customerId === undefined
      ? []
      : [Prisma.sql`email_key = (SELECT email_key FROM customers WHERE id = ${customerId}::uuid)`]),
    ...(tag === undefined ? [] : [hasTag(tag)]),
    ...(from === undefined ? [] : [Prisma.sql`placed_at >= ${from}`]),
    ...(to === undefined ? [] : [Prisma.sql`placed_at < ${to}`]),
    ...(after === undefined ? [] : [afterPlace(sort, after)]),
  ];
  const byStatus =
    statuses === undefined
      ? [[]]
      : [...new Set(statuses)].map(status => [Prisma.sql`status = ${status}::order_status`]);
  const byOwner = owner === undefined ? [[]] : ownConditions(owner);
  const readings = q === undefined ? [undefined] : parseOrderQuery(q);
  const lists = byStatus.flatMap(status =>
    byOwner.flatMap(own =>
      readings.map(query => firstMatching([...common, ...status, ...own], query, { order, take })),
    ),
  );
  if (lists.length === 0) return Prisma.sql`SELECT id::text FROM orders WHERE false`;
  return Prisma.sql`
    SELECT id::text FROM (${Prisma.join(lists, ' UNION ')}) found ${order} LIMIT ${take}::integer`;
}

/** What makes an order somebody's own, as `isOwn` of owner.ts says it. */
function ownConditions({ shopperId, emailKey }: Owner): Prisma.Sql[][] {
  const byGuests = emailKey === undefined ? [] : [[Prisma.sql`shopper_id IS NULL AND email_key = ${emailKey}`]];
  return [[Prisma.sql`shopper_id = ${shopperId}`], ...byGuests];
}

/** The condition of the orders after a position. A position of another column is none of this sort. */
function afterPlace(sort: OrderSort, after: OrderPosition): Prisma.Sql {
  const { column, direction } = sorts[sort];
  const value = 'total' in after ? Prisma.sql`${after.total}::bigint` : Prisma.sql`${after.placedAt}`;
  const is = Prisma.raw(`(${column}, sequence) ${direction === 'DESC' ? '<' : '>'}`);
  return Prisma.sql`${is} (${value}, ${after.sequence})`;
}

/** Whether a list of this sort is by total, and so are its cursors. */
export const isByTotal = (sort: OrderSort): boolean => sorts[sort].column === 'total';

/** The most orders that are counted. */
const MAX_COUNTED = 10_000;

/** How many orders match a filter. */
export async function countOrders(database: PrismaClient, wanted: OrderFilter): Promise<Total> {
  const rows = await database.$queryRaw`
    SELECT count(*)::integer AS count FROM (${firstOrders(wanted, MAX_COUNTED + 1)}) matching`;
  const [{ count } = { count: 0 }] = z.array(z.object({ count: z.number() })).parse(rows);
  return { value: Math.min(count, MAX_COUNTED), relation: count > MAX_COUNTED ? 'gte' : 'eq' };
}

/** Orders with their position in the list, in its order. */
export async function listOrders(
  database: PrismaClient,
  wanted: OrderFilter,
  take: number,
): Promise<{ order: PlacedOrder; position: OrderPosition }[]> {
  const ids = idsSchema.parse(await database.$queryRaw(firstOrders(wanted, take))).map(({ id }) => id);
  const found = await readOrders(database, ids);
  return ids.flatMap(id => {
    const read = found.get(id);
    if (!read) return [];
    const { order, sequence } = read;
    const total = BigInt(order.content.totals.total.amount);
    const isTotal = wanted.sort !== undefined && isByTotal(wanted.sort);
    return [{ order, position: isTotal ? { total, sequence } : { placedAt: new Date(order.placedAt), sequence } }];
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
    SELECT id::text FROM orders WHERE sequence = ${sequence} AND email_key = ${emailKey(email)}`;
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

/** The first orders that match the conditions and, where there is one, a reading of a query. */
function firstMatching(
  conditions: readonly Prisma.Sql[],
  query: OrderQuery | undefined,
  { order, take }: { order: Prisma.Sql; take: number },
): Prisma.Sql {
  const byEmail = query?.by === 'email' ? [Prisma.sql`email_key LIKE ${`${escapeLike(query.start)}%`}`] : [];
  const where = Prisma.join([Prisma.sql`true`, ...conditions, ...byEmail], ' AND ');
  const first = (limit: number) => Prisma.sql`${order} LIMIT ${limit}::integer`;
  const columns = Prisma.sql`id, placed_at, total, sequence`;
  const ids = query && matchingIds(query);
  if (!ids) return Prisma.sql`(SELECT ${columns} FROM orders WHERE ${where} ${first(take)})`;
  // OFFSET 0 keeps the planner, which cannot tell how many orders begin so, from reading all of them.
  const found = Prisma.sql`SELECT found.* FROM (${ids} OFFSET 0) matching,
    LATERAL (SELECT ${columns} FROM orders WHERE id = matching.order_id AND ${where} OFFSET 0) found`;
  if (query.by !== 'terms') return Prisma.sql`(${found} ${first(take)})`;
  return Prisma.sql`(WITH latest AS MATERIALIZED (
      SELECT ${columns} FROM orders WHERE ${where} ${first(WINDOW)}
    ), hit AS MATERIALIZED (
      SELECT latest.* FROM latest, LATERAL (SELECT terms FROM order_terms WHERE order_id = latest.id OFFSET 0) searched
      WHERE terms @@ ${prefixes(query.terms)}::tsquery ${first(take)}
    )
    SELECT * FROM (
      SELECT * FROM hit
      UNION ${found} WHERE (SELECT count(*) FROM latest) = ${WINDOW}::integer AND (SELECT count(*) FROM hit) < ${take}::integer
    ) either ${first(take)})`;
}

/** Escapes the wildcards of LIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

const EXPORT_PAGE = 500;

/** Every order that matches a filter, newest first, a page after the other; or the orders with these ids. */
export async function* streamOrders(
  database: PrismaClient,
  filter: Omit<OrderFilter, 'after' | 'sort'>,
  ids: readonly string[] | undefined,
): AsyncGenerator<PlacedOrder[]> {
  if (ids) {
    const found = await readOrders(database, ids);
    yield [...found.values()].map(({ order }) => order).sort((a, b) => (a.placedAt < b.placedAt ? 1 : -1));
    return;
  }
  let after: OrderPosition | undefined;
  for (;;) {
    const page = await listOrders(database, after ? { ...filter, after } : filter, EXPORT_PAGE);
    yield page.map(({ order }) => order);
    after = page.at(-1)?.position;
    if (page.length < EXPORT_PAGE) return;
  }
}

import { z } from 'zod';
import type { OrderStatus } from '../../generated/orders/types.ts';
import type { PlacedOrder } from './order.ts';
import { Prisma, type PrismaClient } from './prisma/client/client.ts';
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
  /** An order number, with or without its prefix, or the beginning of an e-mail address. */
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
  const bySearch = q === undefined ? [[]] : searchConditions(q.trim()).map(match => [match]);
  const lists = byStatus.flatMap(status =>
    bySearch.map(search => {
      const where = Prisma.join([Prisma.sql`true`, ...common, ...status, ...search], ' AND ');
      return Prisma.sql`(SELECT id, placed_at, sequence FROM orders WHERE ${where} ORDER BY placed_at DESC, sequence DESC LIMIT ${take}::integer)`;
    }),
  );
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

function searchConditions(q: string): Prisma.Sql[] {
  const sequence = orderSequence(q);
  const byEmail = Prisma.sql`email_key LIKE ${`${escapeLike(q.toLowerCase())}%`}`;
  return sequence === undefined ? [byEmail] : [Prisma.sql`sequence = ${sequence}`, byEmail];
}

/** An order number as people write it (`C-10042`, `c 10042`, `#10042`, `10042`); undefined for anything else. */
export function orderSequence(number: string): bigint | undefined {
  const digits = /^#?\s*(?:c[\s–-]*)?(\d{1,18})$/iu.exec(number.trim())?.[1];
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

/** Escapes the wildcards of LIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

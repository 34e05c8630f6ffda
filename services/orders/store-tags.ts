import { z } from 'zod';
import type { OrderTagCount } from '../../generated/orders/types.ts';
import { numberOf } from './order.ts';
import { Prisma } from './prisma/client/client.ts';
import type { Database, Tx } from './store-read.ts';

/** The most tags of an order. */
export const MAX_TAGS = 20;

/** An order before and after a change of its tags. */
export interface TagChange {
  orderId: string;
  number: string;
  before: string[];
  after: string[];
}

const tagsSchema = z.array(z.object({ orderId: z.string(), tags: z.array(z.string()) }));

/** The tags of orders, in alphabetical order; orders without any are absent. */
export async function readTags(database: Database, orderIds: readonly string[]): Promise<Map<string, string[]>> {
  if (orderIds.length === 0) return new Map();
  const rows = await database.$queryRaw<unknown>`
    SELECT order_id::text AS "orderId", array_agg(tag ORDER BY tag_key) AS tags FROM order_tags
    WHERE order_id = ANY (${orderIds}::uuid[]) GROUP BY order_id`;
  return new Map(tagsSchema.parse(rows).map(({ orderId, tags }) => [orderId, tags]));
}

const ordersSchema = z.array(z.object({ id: z.string(), sequence: z.bigint() }));

/** Takes tags away from orders and adds others; orders that are not there are left out. */
export async function changeTags(
  tx: Tx,
  orderIds: readonly string[],
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<TagChange[]> {
  // changes of the same orders follow each other
  const found = ordersSchema.parse(
    await tx.$queryRaw<unknown>`
      SELECT id::text, sequence FROM orders WHERE id = ANY (${orderIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
  );
  const ids = found.map(({ id }) => id);
  const before = await readTags(tx, ids);
  if (remove.length > 0)
    await tx.$executeRaw`
      DELETE FROM order_tags WHERE order_id = ANY (${ids}::uuid[]) AND tag_key = ANY (${remove.map(keyOf)}::text[])`;
  if (add.length > 0)
    await tx.$executeRaw`
      INSERT INTO order_tags (order_id, tag_key, tag)
      SELECT id, tag_key, tag FROM unnest(${ids}::uuid[]) AS id, unnest(${add.map(keyOf)}::text[], ${add}::text[]) AS one (tag_key, tag)
      ON CONFLICT DO NOTHING`;
  const after = await readTags(tx, ids);
  return found.map(({ id, sequence }) => ({
    orderId: id,
    number: numberOf(sequence),
    before: before.get(id) ?? [],
    after: after.get(id) ?? [],
  }));
}

/** What tags are compared by. */
const keyOf = (tag: string): string => tag.toLowerCase();

/** The condition of the orders with a tag. */
export const hasTag = (tag: string): Prisma.Sql =>
  Prisma.sql`id IN (SELECT order_id FROM order_tags WHERE tag_key = ${keyOf(tag)})`;

const countsSchema = z.array(z.object({ tag: z.string(), orders: z.number() }));

/** The tags in use, the most frequent first; at most 100. */
export async function countTags(database: Database): Promise<OrderTagCount[]> {
  const rows = await database.$queryRaw<unknown>`
    SELECT min(tag) AS tag, count(*)::integer AS orders FROM order_tags
    GROUP BY tag_key ORDER BY count(*) DESC, tag_key LIMIT 100`;
  return countsSchema.parse(rows);
}

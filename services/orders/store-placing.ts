import { z } from 'zod';
import { newId } from '../platform/ids.ts';
import { insertIntoOutbox, outboxEntries } from '../platform/messaging/outbox.ts';
import { orderPlaced, type PlacedOrder } from './order.ts';
import { recordsOf } from './order-events.ts';
import { orderTerms } from './search-terms.ts';
import type { Tx } from './store-read.ts';

/**
 * A new order with its lines, its search terms, its customer, who may be new as well, and OrderPlaced; nothing where
 * the id is known.
 */
const INSERT = `
WITH placed AS (
  INSERT INTO orders (id, sequence, fingerprint, token_hash, shopper_id, cart_id, email, email_key, phone, currency, subtotal, shipping,
    total, address, shipping_method, placed_at, placed_trace_id, more)
  SELECT id, sequence, fingerprint, token_hash, shopper_id, cart_id, email, email_key, phone, currency, subtotal, shipping, total, address,
    shipping_method, placed_at, placed_trace_id, more
  FROM jsonb_to_record($1::jsonb) AS entry (id uuid, sequence bigint, fingerprint text, token_hash text, shopper_id text, cart_id uuid, email text,
    email_key text, phone text, currency text, subtotal bigint, shipping bigint, total bigint, address jsonb, shipping_method text,
    placed_at timestamptz, placed_trace_id text, more jsonb)
  ON CONFLICT (id) DO NOTHING RETURNING *
), line AS (
  INSERT INTO order_lines (order_id, position, sku, title, quantity, unit_price, line_total, image_url, more)
  SELECT placed.id, position, sku, title, quantity, unit_price, line_total, image_url, entry.more
  FROM placed, jsonb_to_recordset($2::jsonb) AS entry (position integer, sku text, title text, quantity integer, unit_price bigint,
    line_total bigint, image_url text, more jsonb)
), customer AS (
  INSERT INTO customers (id, email_key, email, name, name_key, phone, currency, orders, first_order_at, last_order_at)
  SELECT $3::uuid, email_key, email, address ->> 'name', $4, phone, currency, 1, placed_at, placed_at FROM placed
  ON CONFLICT (email_key) DO UPDATE SET orders = customers.orders + 1, email = excluded.email, name = excluded.name, name_key = excluded.name_key,
    phone = coalesce(excluded.phone, customers.phone), last_order_at = greatest(customers.last_order_at, excluded.last_order_at)
), searchable AS (
  INSERT INTO order_terms (order_id, terms) SELECT placed.id, array_to_tsvector($7::text[]) FROM placed
), published AS (${insertIntoOutbox('$5', 'placed')}
)
SELECT EXISTS (SELECT FROM placed) AS "isNew", EXISTS (SELECT FROM order_facts WHERE order_id = $6::uuid) AS "hasFacts"`;

const resultSchema = z.tuple([z.object({ isNew: z.boolean(), hasFacts: z.boolean() })]);

/**
 * Stores a new order, unless its id is known, and returns whether facts of it have arrived before. Requires the lock of
 * the id.
 */
export async function insertOrder(
  tx: Tx,
  order: PlacedOrder,
  sequence: string,
  fingerprint: string,
): Promise<{ isNew: boolean; hasFacts: boolean }> {
  const { id, placedAt, placedTraceId, content } = order;
  const { tokenHash, email, phone, shopperId, cartId, lines, totals, shippingMethod, shippingAddress, ...more } =
    content;
  const { subtotal, shipping, total, ...moreTotals } = totals;
  const row = {
    ...{ id, sequence, fingerprint, token_hash: tokenHash, shopper_id: shopperId, cart_id: cartId, email, phone },
    ...{ email_key: email.toLowerCase(), currency: total.currency, subtotal: subtotal.amount },
    ...{ shipping: shipping.amount, total: total.amount, address: shippingAddress },
    ...{ shipping_method: shippingMethod, placed_at: placedAt, placed_trace_id: placedTraceId },
    more: { ...more, totals: moreTotals },
  };
  const lineRows = lines.map(({ sku, title, quantity, unitPrice, lineTotal, imageUrl, ...rest }, position) => {
    const amounts = { unit_price: unitPrice.amount, line_total: lineTotal.amount };
    return { position, sku, title, quantity, ...amounts, image_url: imageUrl, more: rest };
  });
  const rows = await tx.$queryRawUnsafe<unknown>(
    ...[INSERT, JSON.stringify(row), JSON.stringify(lineRows), newId(), shippingAddress.name.toLowerCase()],
    ...[JSON.stringify(outboxEntries(recordsOf(id, [orderPlaced(order)]))), id, orderTerms(content, sequence)],
  );
  return resultSchema.parse(rows)[0];
}

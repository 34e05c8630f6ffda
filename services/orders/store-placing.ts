import { z } from 'zod';
import type { SqlClient } from '../platform/data/database.ts';
import { emailKey } from '../platform/email-address.ts';
import { newId } from '../platform/ids.ts';
import { insertIntoOutbox, outboxEntries } from '../platform/messaging/outbox.ts';
import { numberOf, orderPlaced, type PlacedOrder } from './order.ts';
import { recordsOf } from './order-events.ts';
import { orderTerms } from './search-terms.ts';

/** The outbox entries of $5 with the number of the order. */
const WITH_NUMBER = `(SELECT jsonb_agg(jsonb_set(item, '{payload,number}', to_jsonb('${numberOf('')}' || placed.sequence)))
  FROM placed, jsonb_array_elements($5::jsonb) item)`;

/**
 * Inserts a new order with its lines, search terms and customer, and OrderPlaced, under the lock of its id. Inserts
 * nothing if the id is known, or, unless $8, if facts of the order arrived before it. The statement draws the number of
 * the order and puts it into event and terms.
 */
const INSERT = `
WITH claim AS MATERIALIZED (
  SELECT * FROM lock_for_placing($6::uuid)
), placed AS (
  INSERT INTO orders (id, sequence, fingerprint, token_hash, shopper_id, cart_id, email, email_key, phone, currency, subtotal, shipping,
    total, address, shipping_method, placed_at, placed_trace_id, more)
  SELECT id, claim.sequence, fingerprint, token_hash, shopper_id, cart_id, email, email_key, phone, currency, subtotal, shipping, total, address,
    shipping_method, placed_at, placed_trace_id, more
  FROM claim, jsonb_to_record($1::jsonb) AS entry (id uuid, fingerprint text, token_hash text, shopper_id text, cart_id uuid, email text,
    email_key text, phone text, currency text, subtotal bigint, shipping bigint, total bigint, address jsonb, shipping_method text,
    placed_at timestamptz, placed_trace_id text, more jsonb)
  WHERE $8::boolean OR NOT claim.has_facts
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
  INSERT INTO order_terms (order_id, terms) SELECT placed.id, array_to_tsvector($7::text[] || placed.sequence::text) FROM placed
), published AS (${insertIntoOutbox(WITH_NUMBER, 'placed')}
)
SELECT (SELECT sequence::text FROM placed) AS sequence, has_facts AS "hasFacts" FROM claim`;

const resultSchema = z.tuple([z.object({ sequence: z.string().nullable(), hasFacts: z.boolean() })]);

/** An order as it is placed, still without a number. */
export type UnnumberedOrder = Omit<PlacedOrder, 'number' | 'facts'> & { fingerprint: string };

/** In events until the number is known. */
const PLACEHOLDER_NUMBER = numberOf('10001');

/**
 * Stores a new order, unless its id is known, or, unless `allowExistingFacts`, facts of it have arrived before. Locks
 * its id until the transaction ends. Returns it if it was stored, and whether there are facts.
 */
export async function insertOrder(
  sql: Pick<SqlClient, '$queryRawUnsafe'>,
  { fingerprint, ...unnumbered }: UnnumberedOrder,
  options: { allowExistingFacts: boolean },
): Promise<{ order: PlacedOrder | undefined; hasFacts: boolean }> {
  const { id, placedAt, placedTraceId, content } = unnumbered;
  const { tokenHash, email, phone, shopperId, cartId, lines, totals, shippingMethod, shippingAddress, ...more } =
    content;
  const { subtotal, shipping, total, ...moreTotals } = totals;
  const row = {
    id,
    fingerprint,
    token_hash: tokenHash,
    shopper_id: shopperId,
    cart_id: cartId,
    email,
    phone,
    email_key: emailKey(email),
    currency: total.currency,
    subtotal: subtotal.amount,
    shipping: shipping.amount,
    total: total.amount,
    address: shippingAddress,
    shipping_method: shippingMethod,
    placed_at: placedAt,
    placed_trace_id: placedTraceId,
    more: { ...more, totals: moreTotals },
  };
  const lineRows = lines.map(({ sku, title, quantity, unitPrice, lineTotal, imageUrl, ...rest }, position) => {
    const amounts = { unit_price: unitPrice.amount, line_total: lineTotal.amount };
    return { position, sku, title, quantity, ...amounts, image_url: imageUrl, more: rest };
  });
  const placed = orderPlaced({ ...unnumbered, number: PLACEHOLDER_NUMBER, facts: [] });
  const rows = await sql.$queryRawUnsafe<unknown>(
    INSERT,
    JSON.stringify(row),
    JSON.stringify(lineRows),
    newId(),
    shippingAddress.name.toLowerCase(),
    JSON.stringify(outboxEntries(recordsOf(id, [placed]))),
    id,
    orderTerms(content),
    options.allowExistingFacts,
  );
  const [{ sequence, hasFacts }] = resultSchema.parse(rows);
  const order = sequence === null ? undefined : { ...unnumbered, number: numberOf(sequence), facts: [] };
  return { order, hasFacts };
}

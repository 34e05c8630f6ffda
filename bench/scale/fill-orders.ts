import pg from 'pg';
import type { OrderService } from '../order-system.ts';

/**
 * Writes orders of two years by SQL into the databases of the services, as those would have written them: orders with
 * lines, facts, search terms, sales and customers; payments with webhooks and refunds; parcels; messages; reservations
 * and the ledger; checkouts and inbox rows as far as retention leaves them. Each order has the same id everywhere. 1 in
 * 100 is refunded, 1 in 20 was never paid; nothing is left to do.
 */
const PART = 20_000;
const SKUS = 5_000;
const STOCK = 1_000_000;
const YEARS_SECONDS = 2 * 365 * 86_400;

/** Expressions about order `n` of `count`, by `customers` customers. */
function expressionsOf(count: number, customers: number) {
  // One moment for all statements, since ids are made of times.
  const now = new Date().toISOString();
  const placedAt = `(timestamptz '${now}' - (${count} - n) * interval '${YEARS_SECONDS / count} s')`;
  const id = (kind: string) =>
    `(lpad(to_hex((extract(epoch FROM ${placedAt}) * 1000)::bigint), 12, '0') || '7000${kind}000' || lpad(to_hex(n), 12, '0'))::uuid`;
  const customer = `((n::bigint * 7919) % ${customers})`;
  return {
    placedAt,
    orderId: id('8'),
    paymentId: id('9'),
    shipmentId: id('a'),
    customer,
    email: `('shopper' || ${customer} || '@example.org')`,
    isUnpaid: '(n % 20 = 2)',
    isRefunded: '(n % 100 = 1)',
    number: `('C-' || (10000 + n))`,
    address: `jsonb_build_object('name', 'Shopper ' || ${customer}, 'line1', ${customer} || ' Analytical Way', 'city', 'London',
      'postalCode', 'N' || (${customer} % 20) || ' 9GU', 'country', 'GB')`,
    lines: `jsonb_build_array(jsonb_build_object('sku', 'SKU-' || n % ${SKUS}, 'title', 'A thing of a usual name', 'quantity', 1),
      jsonb_build_object('sku', 'SKU-' || (n + 1) % ${SKUS}, 'title', 'Another thing', 'quantity', 1))`,
  };
}

type Expressions = ReturnType<typeof expressionsOf>;

/** The statements that write the orders `rows`, by service; each once for every part. */
function statementsOf(e: Expressions, rows: string): Record<OrderService, string[]> {
  const { placedAt, orderId, email, isUnpaid, isRefunded, address, customer } = e;
  const fact = (kind: string, more: string) =>
    `('${kind}', jsonb_build_object('id', '${kind}', 'kind', '${kind}', 'at', to_char(${placedAt} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')${more}))`;
  const parcel = `, 'parcel', jsonb_build_object('id', ${e.shipmentId}, 'carrier', 'local', 'trackingNumber', 'LC' || n)`;
  const facts = [
    fact(
      'authorized',
      `, 'amount', jsonb_build_object('amount', 1499, 'currency', 'USD'), 'last4', lpad((n % 10000)::text, 4, '0')`,
    ),
    fact('stock_allocated', ''),
    fact('shipped', parcel),
    fact('captured', ''),
    fact('in_transit', parcel),
    fact('delivered', parcel),
  ];
  const twoLines = `LATERAL (VALUES (0, 'SKU-' || n % ${SKUS}, 'A thing of a usual name'), (1, 'SKU-' || (n + 1) % ${SKUS}, 'Another thing')) line (position, sku, title)`;
  return {
    orders: [
      `INSERT INTO orders (id, sequence, status, fingerprint, token_hash, shopper_id, cart_id, email, email_key, currency, subtotal, shipping, total,
        address, shipping_method, placed_at, version)
      SELECT ${orderId}, 10000 + n, (CASE WHEN ${isUnpaid} THEN 'cancelled' WHEN ${isRefunded} THEN 'refunded' ELSE 'delivered' END)::order_status,
        repeat('0', 64), md5(n::text) || md5(n::text), CASE WHEN n % 2 = 0 THEN 'shopper-' || ${customer} END, ${orderId}, ${email}, ${email}, 'USD',
        1000, 499, 1499, ${address}, 'standard', ${placedAt}, 7 FROM ${rows}`,
      `INSERT INTO order_lines (order_id, position, sku, title, quantity, unit_price, line_total)
      SELECT ${orderId}, position, sku, title, 1, 500, 500 FROM ${rows}, ${twoLines}`,
      `INSERT INTO order_terms (order_id, terms) SELECT ${orderId}, array_to_tsvector(ARRAY['shopper' || ${customer}, 'example', 'shopper',
        (${customer})::text, 'analytical', 'way', 'london', 'n' || ${customer} % 20, '9gu', 'n' || ${customer} % 20 || '9gu', (10000 + n)::text,
        'sku', (n % ${SKUS})::text, ((n + 1) % ${SKUS})::text, 'sku' || n % ${SKUS}, 'sku' || (n + 1) % ${SKUS},
        'a', 'thing', 'of', 'usual', 'name', 'another']) FROM ${rows}`,
      `INSERT INTO order_facts (order_id, id, fact) SELECT ${orderId}, fact.id, fact.fact FROM ${rows}, LATERAL (VALUES ${facts.join(', ')}) fact (id, fact)
      WHERE NOT ${isUnpaid}`,
      `INSERT INTO order_facts (order_id, id, fact) SELECT ${orderId}, fact.id, fact.fact FROM ${rows},
        LATERAL (VALUES ${fact('cancelled', ", 'reason', 'checkout_expired'")}) fact (id, fact) WHERE ${isUnpaid}`,
      `INSERT INTO sales (order_id, paid_at, currency, amount, units, country) SELECT ${orderId}, ${placedAt}, 'USD', 1499, 2, 'GB' FROM ${rows}
      WHERE NOT ${isUnpaid} AND NOT ${isRefunded}`,
      `INSERT INTO sold_lines (order_id, position, paid_at, sku, title, quantity, currency, amount)
      SELECT ${orderId}, position, ${placedAt}, sku, title, 1, 'USD', 500 FROM ${rows}, ${twoLines} WHERE NOT ${isUnpaid} AND NOT ${isRefunded}`,
    ],
    payments: [
      `INSERT INTO payments (id, order_id, status, currency, amount, captured, refunded, request, fingerprint, asked, capture_wanted, provider, reference,
        intent, card_brand, card_last4, provider_request, checked_at, created_at)
      SELECT ${e.paymentId}, ${orderId}, (CASE WHEN ${isUnpaid} THEN 'declined' WHEN ${isRefunded} THEN 'refunded' ELSE 'captured' END)::payment_status,
        'USD', 1499, CASE WHEN ${isUnpaid} THEN 0 ELSE 1499 END, CASE WHEN ${isRefunded} THEN 1499 ELSE 0 END,
        jsonb_build_object('amount', jsonb_build_object('amount', 1499, 'currency', 'USD'), 'email', ${email}, 'orderNumber', ${e.number},
          'paymentMethod', 'pm_card_visa', 'returnUrl', 'http://127.0.0.1:3000/orders/' || ${orderId}, 'expiresAt', '2026-01-01T00:00:00.000Z'),
        repeat('0', 64), true, true, 'stripe', 'pi_' || n, 'pi_' || n, 'visa', '4242', '{"path": "/v1/payment_intents"}', ${placedAt}, ${placedAt} FROM ${rows}`,
      `INSERT INTO refunds (id, payment_id, cause, amount, reason, reference, status, created_at)
      SELECT gen_random_uuid(), ${e.paymentId}, 'request', 1499, 'Damaged', 're_' || n, 'succeeded', ${placedAt} FROM ${rows} WHERE ${isRefunded}`,
      `INSERT INTO webhooks (id, type, payment_id, intent, received_at, handled_at)
      SELECT 'evt_' || n || '_' || part, 'payment_intent.succeeded', ${e.paymentId}, 'pi_' || n, ${placedAt}, ${placedAt}
      FROM ${rows}, generate_series(1, 2) part WHERE ${placedAt} > now() - interval '90 days'`,
    ],
    shipping: [
      `INSERT INTO shipments (id, order_id, order_number, status, method, email, address, lines, carrier, tracking_number, created_at, ready_at, booked_at,
        delivered_at)
      SELECT ${e.shipmentId}, ${orderId}, ${e.number}, 'delivered', 'standard', ${email}, ${address}, ${e.lines}, 'local', 'LC' || n, ${placedAt},
        ${placedAt}, ${placedAt}, ${placedAt} FROM ${rows} WHERE NOT ${isUnpaid}`,
      `INSERT INTO order_news (order_id, allocated, version) SELECT ${orderId}, ${e.lines}, 3 FROM ${rows} WHERE NOT ${isUnpaid}`,
    ],
    notifications: [
      `INSERT INTO messages (id, cause, channel, recipient, template, data, order_id, subject, status, attempts, due_at, created_at, sent_at)
      SELECT gen_random_uuid(), n || '-' || template, 'email', ${email}, template, jsonb_build_object('number', ${e.number}, 'name', 'Shopper'),
        ${orderId}, 'Your order', 'sent', 1, ${placedAt}, ${placedAt}, ${placedAt}
      FROM ${rows}, (VALUES ('order-paid'), ('shipment-created')) kind (template) WHERE NOT ${isUnpaid} AND ${placedAt} > now() - interval '400 days'`,
    ],
    inventory: [
      `INSERT INTO reservations (id, status, fingerprint, expires_at, created_at)
      SELECT ${orderId}, CASE WHEN ${isUnpaid} THEN 'released' ELSE 'sold' END, 'x', ${placedAt} + interval '30 minutes', ${placedAt} FROM ${rows}
      WHERE ${placedAt} > now() - interval '400 days'`,
      `INSERT INTO reservation_lines (reservation_id, sku, location, quantity)
      SELECT ${orderId}, 'SKU-' || sku % ${SKUS}, 'east', 1 FROM ${rows}, LATERAL (VALUES (n), (n + 1)) line (sku)
      WHERE ${placedAt} > now() - interval '400 days'`,
      // Each order sells one of two neighbouring skus, the first at one place, the second at the other.
      `INSERT INTO ledger (sku, location, delta, on_hand, reason, order_id, at)
      SELECT 'SKU-' || (n + place.more) % ${SKUS}, place.location, -1, ${STOCK} - (n + place.more) / ${SKUS}, 'sold', ${orderId}, ${placedAt}
      FROM ${rows}, (VALUES (0, 'east'), (1, 'west')) place (more, location) WHERE n + place.more >= ${SKUS} ORDER BY n`,
    ],
    checkout: [
      `INSERT INTO checkouts (id, scope, key, fingerprint, request, order_id, order_token, step, state, locked_until, attend_at, created_at, finished_at)
      SELECT ${e.paymentId}, 'cart:' || ${orderId}, n::text, repeat('0', 64), jsonb_build_object('cartId', ${orderId}, 'email', ${email},
          'shippingAddress', ${address}), ${orderId}, md5(n::text), 'finished', '{"step": "finished", "ending": {"as": "authorized"}}',
        ${placedAt}, ${placedAt}, ${placedAt}, ${placedAt} FROM ${rows} WHERE ${placedAt} > now() - interval '30 days'`,
    ],
  };
}

/** What is written once, before and after the parts. */
function around(count: number): Partial<Record<OrderService, { before?: string[]; after?: string[] }>> {
  const skus = `generate_series(0, ${SKUS - 1}) n`;
  const places = `${skus}, (VALUES ('east'), ('west')) place (location)`;
  return {
    orders: {
      after: [
        `SELECT setval('orders_sequence_seq', ${10_000 + count})`,
        `INSERT INTO customers (id, email_key, email, name, name_key, currency, orders, spent, first_order_at, last_order_at)
        SELECT gen_random_uuid(), email_key, email_key, min(address ->> 'name'), lower(min(address ->> 'name')), 'USD', count(*)::integer,
          1499 * count(*), min(placed_at), max(placed_at) FROM orders GROUP BY email_key`,
      ],
    },
    inventory: {
      before: [
        `INSERT INTO skus (sku, version) SELECT 'SKU-' || n, 1 FROM ${skus}`,
        `INSERT INTO ledger (sku, location, delta, on_hand, reason) SELECT 'SKU-' || n, location, ${STOCK}, ${STOCK}, 'received' FROM ${places}`,
        `INSERT INTO levels (sku, location, on_hand) SELECT 'SKU-' || n, location, ${STOCK} FROM ${places}`,
      ],
      after: [
        `UPDATE levels SET on_hand = newest.on_hand FROM (SELECT sku, location, min(on_hand) AS on_hand FROM ledger GROUP BY sku, location) newest
        WHERE newest.sku = levels.sku AND newest.location = levels.location`,
      ],
    },
  };
}

/** Rows of handled events of a week, as retention leaves them. */
const inboxOf = (service: string, count: number): string =>
  `INSERT INTO inbox (consumer, event_id, handled_at) SELECT '${service}', gen_random_uuid()::text, now() - n * interval '0.5 s'
  FROM generate_series(1, ${Math.min(Math.round((count / 104) * 4), 1_200_000)}) n`;

/** Fills the databases, one service after the other; returns the seconds that each took. */
export async function fillOrders(
  databases: Readonly<Record<OrderService, string>>,
  count: number,
  customers: number,
): Promise<Map<string, number>> {
  const expressions = expressionsOf(count, customers);
  const once = around(count);
  const took = new Map<string, number>();
  for (const [service, url] of Object.entries(databases) as [OrderService, string][]) {
    const began = performance.now();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of once[service]?.before ?? []) await client.query(statement);
      for (let from = 1; from <= count; from += PART) {
        const rows = `generate_series(${from}, ${Math.min(count, from + PART - 1)}) n`;
        for (const statement of statementsOf(expressions, rows)[service]) await client.query(statement);
      }
      for (const statement of once[service]?.after ?? []) await client.query(statement);
      await client.query(inboxOf(service, count));
      await client.query('VACUUM ANALYZE');
    } finally {
      await client.end();
    }
    took.set(service, (performance.now() - began) / 1_000);
  }
  return took;
}

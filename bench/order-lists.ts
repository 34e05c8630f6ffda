import { ordersSuite } from '../services/orders/testing/suite.ts';
import { cursorAfter, type List, measure, type Query, ROWS } from './measure.ts';

/** Latency of the lists of orders and customers, through the orders service over HTTP, on a temporary database. */
const orders = '/admin/orders';
const customers = '/admin/customers';
const BATCH = 10_000;
const customerCount = Math.ceil(ROWS / 3);

const suite = await ordersSuite();
try {
  const sql = (text: string) => suite.database.$executeRawUnsafe(text);
  // The oldest order is `ROWS` quarters of an hour old. Pending: the newest hundred and 1 in 1,000; refunded: 1 in 100.
  const status = `CASE WHEN n > ${ROWS - 100} OR n % 1000 = 0 THEN 'pending' WHEN n % 100 = 1 THEN 'refunded' WHEN n % 20 = 2 THEN 'cancelled'
    WHEN n > ${ROWS * 0.99} THEN 'paid' WHEN n > ${ROWS * 0.97} THEN 'shipped' ELSE 'delivered' END`;
  const email = `'shopper' || n % ${customerCount} || '@example.org'`;
  const placedAt = `date_trunc('minute', now()) - (${ROWS} - n) * interval '15 minutes'`;
  const address = `jsonb_build_object('name', 'Shopper ' || n % ${customerCount}, 'line1', '1 Analytical Way', 'city', 'London', 'postalCode', 'N1 9GU', 'country', 'GB')`;
  const fact = (kind: string, more = '') =>
    `jsonb_build_object('id', '${kind}', 'kind', '${kind}', 'at', to_char(placed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')${more})`;
  // In batches, as the database limits the time of a statement.
  for (let from = 1; from <= ROWS; from += BATCH) {
    const to = Math.min(ROWS, from + BATCH - 1);
    const placed = `(SELECT * FROM orders WHERE sequence BETWEEN ${10_000 + from} AND ${10_000 + to}) placed`;
    await sql(`INSERT INTO orders (id, status, fingerprint, token_hash, shopper_id, email, email_key, currency, subtotal, shipping, total, address, shipping_method, placed_at)
    SELECT gen_random_uuid(), (${status})::order_status, repeat('0', 64), repeat('0', 64), CASE WHEN n % 2 = 0 THEN 'shopper-' || n % 1000 END,
      ${email}, ${email}, 'USD', 404, 499, 903, ${address}, 'standard', ${placedAt} FROM generate_series(${from}, ${to}) n`);
    await sql(`INSERT INTO order_lines (order_id, position, sku, title, quantity, unit_price, line_total)
    SELECT id, position, 'SKU-' || sequence % 5000, 'A thing of a usual name', 2, 101, 202 FROM ${placed}, generate_series(0, 1) position`);
    await sql(
      `INSERT INTO order_facts (order_id, id, fact) SELECT id, 'authorized', ${fact('authorized')} FROM ${placed} WHERE status <> 'pending'`,
    );
    await sql(
      `INSERT INTO order_facts (order_id, id, fact) SELECT id, 'cancelled', ${fact('cancelled', ", 'reason', 'x'")} FROM ${placed} WHERE status = 'cancelled'`,
    );
  }
  await sql(`INSERT INTO customers (id, email_key, email, name, name_key, currency, orders, spent, first_order_at, last_order_at)
    SELECT gen_random_uuid(), email_key, email_key, 'Shopper ' || n, 'shopper ' || n, 'USD', orders, 903 * orders, first, last FROM (
      SELECT email_key, substring(email_key FROM '[0-9]+')::integer AS n, count(*)::integer AS orders, min(placed_at) AS first, max(placed_at) AS last
      FROM orders GROUP BY email_key) found`);
  await sql(`INSERT INTO customers (id, email_key, email, name, name_key, currency, orders, spent, first_order_at, last_order_at)
    SELECT gen_random_uuid(), 'guest' || n || '@example.org', 'guest' || n || '@example.org', 'Guest ' || n, 'guest ' || n, 'USD', 1, 903,
      now() - n * interval '7 minutes', now() - n * interval '7 minutes' FROM generate_series(1, ${ROWS - customerCount}) n`);
  for (const table of ['orders', 'order_lines', 'order_facts', 'customers']) await sql(`VACUUM ANALYZE ${table}`);
  const service = { url: suite.url, headers: await suite.identity.headers({ kind: 'staff', roles: ['orders'] }) };
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
  const list = (name: string, query: Query): List => [name, orders, query];
  const { id: customerId } = await suite.database.customer.findFirstOrThrow({
    where: { emailKey: 'shopper77@example.org' },
  });

  await measure(`${ROWS} orders of ${ROWS} customers`, service, [
    list('first page', {}),
    list('page 200', { cursor: await cursorAfter(service, orders, 50) }),
    ...['pending', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded'].map(one =>
      list(`status ${one}`, { statuses: one }),
    ),
    list('pending or paid', { statuses: ['pending', 'paid'] }),
    list('cancelled or refunded', { statuses: ['cancelled', 'refunded'] }),
    list('today', { from: day(1) }),
    list('a week, a year ago', { from: day(372), to: day(365) }),
    list('refunded, a month, a year ago', { statuses: 'refunded', from: day(395), to: day(365) }),
    list('a number', { q: `C-${10_001 + ROWS / 2}` }),
    list('a number without its prefix', { q: `${10_001 + ROWS / 2}` }),
    list('a whole e-mail address', { q: 'shopper77@example.org' }),
    list('the start of an e-mail address', { q: 'shopper77' }),
    list('the start of all e-mail addresses', { q: 'shopper' }),
    list('an e-mail address of nobody', { q: 'nobody@' }),
    list('the start of all e-mail addresses, refunded', { q: 'shopper', statuses: 'refunded' }),
    list('of a customer', { customerId }),
    ['customers, first page', customers],
    ['customers, page 200', customers, { cursor: await cursorAfter(service, customers, 50) }],
    ['customers, an e-mail address', customers, { q: 'shopper77@example.org' }],
    ['customers, a name', customers, { q: 'Shopper 77' }],
    ['customers, one letter', customers, { q: 's' }],
    ['customers, a name of nobody', customers, { q: 'nobody' }],
    ['customers, the start of all who ordered long ago', customers, { q: 'guest 6' }],
  ]);
} finally {
  await suite.close();
}

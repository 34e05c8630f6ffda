import { auditSuite } from '../services/audit/testing/suite.ts';
import { notificationsSuite } from '../services/notifications/testing/suite.ts';
import { paymentsSuite } from '../services/payments/testing/suite.ts';
import { shippingSuite } from '../services/shipping/testing/suite.ts';
import { cursorAfter, type List, measure, type Query, ROWS } from './measure.ts';

/**
 * Latency of the lists of changes, payments, shipments and messages, through their services over HTTP, on temporary
 * databases.
 */
type Sql = (text: string) => Promise<unknown>;
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
// Open items: the newest hundred and 1 in 1,000.
const open = `n > ${ROWS - 100} OR n % 1000 = 0`;
const at = `now() - (${ROWS} - n) * interval '15 minutes'`;
const rows = `generate_series(1, ${ROWS}) n`;
const orderId = `('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`;
const oneOrderId = '00000000-0000-7000-8000-000000000777';

async function audit(): Promise<void> {
  const suite = await auditSuite();
  try {
    const sql: Sql = text => suite.database.$executeRawUnsafe(text);
    await sql(`INSERT INTO changes (id, at, service, resource, resource_id, label, parent_resource, parent_id, action, actor_kind, actor_id, actor_email, fields)
      SELECT gen_random_uuid(), ${at}, 'x', resource, (n % 5000)::text, 'Thing ' || n, CASE WHEN n % 8 = 3 THEN 'orders' END,
        CASE WHEN n % 8 = 3 THEN (n % 7000)::text END, 'changed', 'staff', (n % 50)::text, n % 50 || '@example.com',
        '[{"field": "title", "before": "Tea", "after": "Green tea"}, {"field": "price", "before": 100, "after": 120}]'
      FROM (SELECT n, (ARRAY['orders', 'products', 'products', 'payments', 'stock', 'shipments', 'customers', 'staff'])[1 + n % 8] AS resource FROM ${rows}) made`);
    // A former member of staff, and a resource without changes for years.
    await sql(`INSERT INTO changes (id, at, service, resource, resource_id, action, actor_kind, actor_id, actor_email, fields)
      SELECT gen_random_uuid(), now() - interval '9 years' + n * interval '1 minute', 'x', 'locations', '1', 'added', 'staff', 'old', 'old@example.com', '[]'
      FROM generate_series(1, 30) n`);
    await sql('VACUUM ANALYZE changes');
    const path = '/admin/audit';
    for (const roles of [['admin'], ['orders', 'catalog']]) {
      const service = { url: suite.url, headers: await suite.identity.headers({ kind: 'staff', roles }) };
      const list = (name: string, query: Query): List => [name, path, query];
      await measure(`${ROWS} audit entries, seen by ${roles.join(' and ')}`, service, [
        list('first page', {}),
        list('page 200', { cursor: await cursorAfter(service, path, 50) }),
        list('a resource', { resource: 'products' }),
        list('one order and its parts', { resource: 'orders', resourceId: '800' }),
        list('a resource unchanged for years', { resource: 'locations' }),
        list('an actor by e-mail', { actor: '7@example.com' }),
        list('an actor by id', { actor: '7' }),
        list('an actor who left', { actor: 'old@example.com' }),
        list('nobody', { actor: 'nobody@example.com' }),
        list('an actor and a resource', { actor: '7@example.com', resource: 'stock' }),
        list('an actor, another resource', { actor: 'old@example.com', resource: 'products' }),
        list('a week, a year ago', { from: ago(372), to: ago(365) }),
        list('an actor, a day, a year ago', { actor: '7@example.com', from: ago(366), to: ago(365) }),
        list('a resource, a day, a year ago', { resource: 'stock', from: ago(366), to: ago(365) }),
      ]);
    }
  } finally {
    await suite.close();
  }
}

async function payments(): Promise<void> {
  const suite = await paymentsSuite();
  try {
    const sql: Sql = text => suite.database.$executeRawUnsafe(text);
    const status = `CASE WHEN ${open} THEN 'requires_action' WHEN n % 100 = 1 THEN 'refunded' WHEN n % 20 = 2 THEN 'declined' WHEN n % 50 = 3 THEN 'cancelled'
      WHEN n > ${ROWS * 0.99} THEN 'authorized' ELSE 'captured' END`;
    await sql(`INSERT INTO payments (id, order_id, status, currency, amount, captured, refunded, provider, card_brand, card_last4, created_at)
      SELECT gen_random_uuid(), ${orderId}, status::payment_status, 'USD', 903, CASE WHEN status IN ('captured', 'refunded') THEN 903 ELSE 0 END,
        CASE WHEN status = 'refunded' THEN 903 ELSE 0 END, 'stripe', 'visa', '4242', ${at} FROM (SELECT n, ${status} AS status FROM ${rows}) made`);
    await sql(`INSERT INTO refunds (id, payment_id, cause, amount, reason, reference)
      SELECT gen_random_uuid(), id, 'request:' || id, 903, 'Damaged', 're_' || id FROM payments WHERE status = 'refunded'`);
    for (const table of ['payments', 'refunds']) await sql(`VACUUM ANALYZE ${table}`);
    const path = '/admin/payments';
    const service = { url: suite.url, headers: await suite.identity.headers({ kind: 'staff', roles: ['orders'] }) };
    const statuses = ['requires_action', 'authorized', 'captured', 'refunded', 'declined', 'cancelled', 'pending'];
    await measure(`${ROWS} payments`, service, [
      ['first page', path],
      ['page 200', path, { cursor: await cursorAfter(service, path, 50) }],
      ...statuses.map((one): List => [`status ${one}`, path, { status: one }]),
      [
        'captured, page 200',
        path,
        { status: 'captured', cursor: await cursorAfter(service, path, 50, { status: 'captured' }) },
      ],
      ['of an order', path, { orderId: oneOrderId }],
    ]);
  } finally {
    await suite.close();
  }
}

async function shipments(): Promise<void> {
  const suite = await shippingSuite();
  try {
    const sql: Sql = text => suite.database.$executeRawUnsafe(text);
    const status = `CASE WHEN ${open} THEN 'ready' WHEN n % 500 = 1 THEN 'waiting' WHEN n % 20 = 2 THEN 'cancelled' WHEN n > ${ROWS * 0.99} THEN 'created'
      WHEN n > ${ROWS * 0.97} THEN 'in_transit' ELSE 'delivered' END`;
    await sql(`INSERT INTO shipments (id, order_id, order_number, status, method, email, address, lines, carrier, tracking_number, created_at, booked_at)
      SELECT gen_random_uuid(), ${orderId}, 'C-' || n, (${status})::shipment_status, 'standard', 'shopper@example.org',
        '{"name": "Ada Shopper", "line1": "1 Analytical Way", "city": "London", "postalCode": "N1 9GU", "country": "GB"}',
        '[{"sku": "1082185", "title": "Bananas", "quantity": 2}]', 'local', 'LC' || n, ${at}, ${at} FROM ${rows}`);
    await sql('VACUUM ANALYZE shipments');
    const path = '/admin/shipments';
    const service = { url: suite.url, headers: await suite.identity.headers({ kind: 'staff', roles: ['orders'] }) };
    await measure(`${ROWS} shipments`, service, [
      ['first page', path],
      ['page 200', path, { cursor: await cursorAfter(service, path, 50) }],
      ...['ready', 'waiting', 'created', 'in_transit', 'delivered', 'cancelled'].map(
        (one): List => [`status ${one}`, path, { status: one }],
      ),
      ['of an order', path, { orderId: oneOrderId }],
    ]);
  } finally {
    await suite.close();
  }
}

async function messages(): Promise<void> {
  const suite = await notificationsSuite();
  try {
    const sql: Sql = text => suite.database.$executeRawUnsafe(text);
    // Text messages are 1 in 10, and ended when half of the messages had been sent; queued are the newest hundred and 1
    // in 1,000, failed 1 in 200.
    const recipient = `CASE WHEN channel = 'sms' THEN '+4420' || n % 9000 ELSE 'shopper' || n % 9000 || '@example.org' END`;
    await sql(`INSERT INTO messages (id, cause, channel, recipient, template, data, order_id, subject, status, attempts, due_at, created_at)
      SELECT gen_random_uuid(), 'cause-' || n, channel::channel, ${recipient}, 'order-paid', '{}', ${orderId}, 'Your order', status::message_status, 1, ${at}, ${at}
      FROM (SELECT n, CASE WHEN n % 10 = 0 AND n < ${ROWS / 2} THEN 'sms' ELSE 'email' END AS channel,
        CASE WHEN ${open} THEN 'queued' WHEN n % 200 = 1 THEN 'failed' ELSE 'sent' END AS status FROM ${rows}) made`);
    await sql('VACUUM ANALYZE messages');
    const path = '/admin/messages';
    const service = { url: suite.url, headers: await suite.identity.headers({ kind: 'staff', roles: ['support'] }) };
    await measure(`${ROWS} messages`, service, [
      ['first page', path],
      ['page 200', path, { cursor: await cursorAfter(service, path, 50) }],
      ...['queued', 'sent', 'failed'].map((one): List => [`status ${one}`, path, { status: one }]),
      ['by e-mail', path, { channel: 'email' }],
      ['text messages, all long ago', path, { channel: 'sms' }],
      ['text messages that failed: none', path, { channel: 'sms', status: 'failed' }],
      ['a recipient', path, { recipient: 'shopper77@example.org' }],
      ['a recipient who got none', path, { recipient: 'nobody@example.org' }],
      ['of an order', path, { orderId: oneOrderId }],
    ]);
  } finally {
    await suite.close();
  }
}

for (const bench of [audit, payments, shipments, messages]) await bench();

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Customer, ListOrdersRequest, ReportDimension } from '../../generated/orders/types.ts';
import { createPaymentsConsumer, paymentsEvents } from '../../generated/payments/events.ts';
import { dayOf } from '../platform/days.ts';
import { newId } from '../platform/ids.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { paymentHandlers } from './events.ts';
import type { Prisma } from './prisma/client/client.ts';
import { recordFact } from './store.ts';
import type { FactRecorder } from './store-facts.ts';
import { firstOrders } from './store-lists.ts';
import { newOrder } from './testing/orders.ts';
import { type OrdersSuite, ordersSuite } from './testing/suite.ts';

const payments = createPaymentsConsumer<FactRecorder>({ handlers: paymentHandlers });
const usd = (amount: number) => ({ amount, currency: 'USD' });
const key = () => ({ 'idempotency-key': newId() });

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

/** A placed order and the events about its payment, each delivered twice. */
async function placed(overrides: Parameters<typeof newOrder>[0] = {}) {
  const ids = { orderId: newId(), paymentId: newId() };
  const { orderId } = ids;
  const answer = await suite.checkout.placeOrder({ path: { orderId }, body: newOrder(overrides) });
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  const amount = answer.body.totals.total;
  return {
    orderId,
    number: answer.body.number,
    placedAt: answer.body.placedAt,
    paid: (authorizedAt: string) =>
      suite.deliver(payments, paymentsEvents.PaymentAuthorized(orderId, { ...ids, amount, authorizedAt })),
    captured: (taken: number) => {
      const capturedAt = new Date().toISOString();
      const event = paymentsEvents.PaymentCaptured(orderId, { ...ids, amount: usd(taken), capturedAt });
      return suite.deliver(payments, event);
    },
    refunded: (total: number) =>
      suite.deliver(
        payments,
        paymentsEvents.RefundIssued(orderId, {
          ...ids,
          amount,
          refundId: newId(),
          refundedTotal: usd(total),
          whole: total === amount.amount,
          reason: 'Damaged',
          issuedAt: new Date().toISOString(),
        }),
      ),
    cancelled: () =>
      suite
        .staff('orders')
        .cancelOrder({ path: { orderId }, headers: key(), body: { reason: 'Customer changed their mind' } }),
  };
}

async function numbers(query: NonNullable<ListOrdersRequest['query']>): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const answer = await suite
      .staff('support')
      .listOrders({ query: { ...query, limit: 2, ...(cursor === undefined ? {} : { cursor }) } });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    found.push(...answer.body.items.map(order => order.number));
    if (answer.body.nextCursor === null) return found;
    cursor = answer.body.nextCursor;
  }
}

async function customer(email: string): Promise<Customer | undefined> {
  const answer = await suite.staff('support').listCustomers({ query: { q: email.toUpperCase() } });
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  return answer.body.items.find(item => item.email === email);
}

test('orders are found by several statuses, by time and by customer, page by page', async () => {
  const email = `${newId()}@example.com`;
  const orders = [await placed({ email }), await placed({ email }), await placed({ email }), await placed({ email })];
  const [first, second, third, fourth] = orders;
  await second?.paid('2026-11-22T10:00:00Z');
  await third?.cancelled();
  const all = orders.map(order => order.number).reverse();
  expect(await numbers({ q: email })).toEqual(all);
  expect(await numbers({ q: email, statuses: ['paid', 'cancelled'] })).toEqual([third?.number, second?.number]);
  expect(await numbers({ q: email, statuses: ['paid'], status: 'cancelled' })).toEqual([]);
  const to = new Date(Date.parse(fourth?.placedAt ?? '') + 1).toISOString();
  const from = first?.placedAt ?? '';
  expect(await numbers({ q: email, from, to })).toEqual(all);
  expect(await numbers({ q: email, to: from })).toEqual([]);
  expect(await numbers({ q: email, from: to })).toEqual([]);
  const id = (await customer(email))?.id ?? '';
  expect(await numbers({ customerId: id })).toEqual(all);
  expect(await numbers({ customerId: newId() })).toEqual([]);
});

test('orders are sorted by total, page by page, are counted, and exported as a file', async () => {
  const email = `${newId()}@example.com`;
  const worth = (quantity: number) => {
    const amount = 101 * quantity;
    const line = { sku: '1082185', title: '=Bananas', quantity, unitPrice: usd(101), lineTotal: usd(amount) };
    return { email, lines: [line], totals: { subtotal: usd(amount), shipping: usd(499), total: usd(amount + 499) } };
  };
  const two = await placed(worth(2));
  const nine = await placed(worth(9));
  const five = await placed(worth(5));
  const cheapFirst = [two, five, nine].map(order => order.number);
  expect(await numbers({ q: email, sort: 'totals.total' })).toEqual(cheapFirst);
  expect(await numbers({ q: email, sort: '-totals.total' })).toEqual(cheapFirst.toReversed());
  expect(await numbers({ q: email, sort: 'placedAt' })).toEqual([two, nine, five].map(order => order.number));
  const clerk = suite.staff('support');
  expect(await clerk.listOrders({ query: { q: email, limit: 1, withTotal: true } })).toMatchObject({
    body: { total: { value: 3, relation: 'eq' } },
  });
  const byTime = await clerk.listOrders({ query: { q: email, limit: 1 } });
  const cursor = byTime.status === 200 ? (byTime.body.nextCursor ?? undefined) : undefined;
  expect(await clerk.listOrders({ query: { q: email, sort: 'totals.total', cursor } })).toMatchObject({ status: 400 });

  const file = async (query: Parameters<typeof clerk.exportOrdersAsCsv>[0]) => {
    const answer = await clerk.exportOrdersAsCsv(query);
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    const chunks: string[] = [];
    for await (const chunk of answer.body) chunks.push(String(chunk));
    return chunks.join('').trim().split('\r\n');
  };
  const [head, ...rows] = await file({ query: { q: email } });
  expect(head).toContain('number,placed_at,status,name');
  expect(rows.map(row => row.split(',')[0])).toEqual([five, nine, two].map(order => order.number));
  expect(rows[0]).toContain('5 × =Bananas (1082185)');
  expect(rows[0]).toContain(',5.05,4.99,10.04,0.00,0.00,USD,');
  expect(await file({ query: { ids: [nine.orderId] } })).toHaveLength(2);
});

describe('an order is found', () => {
  const name = 'Dr. Maximiliane Hohenlohe';
  const tracking = 'LC0190A6E07C1D';
  const last4 = '7431';
  let number: string;
  let other: string;
  beforeAll(async () => {
    const address = {
      ...newOrder().shippingAddress,
      name,
      line1: '12 Königsallee',
      city: 'Düsseldorf',
      postalCode: '40212',
    };
    const line = {
      sku: 'UX-Linen-Shirt-S',
      title: 'Linen shirt, Ünique',
      quantity: 2,
      unitPrice: usd(101),
      lineTotal: usd(202),
    };
    const order = await placed({
      email: 'Max.Hohenlohe@Example.de',
      phone: '+49 211 5550 1234',
      shippingAddress: address,
      lines: [line],
    });
    const parcel = { id: newId(), carrier: 'local', trackingNumber: tracking };
    const ids = { orderId: order.orderId, paymentId: newId() };
    const authorized = { ...ids, amount: usd(701), cardLast4: last4, authorizedAt: '2026-11-22T10:00:00Z' };
    await suite.deliver(payments, paymentsEvents.PaymentAuthorized(order.orderId, authorized));
    await suite.database.$transaction(tx =>
      recordFact(tx, order.orderId, { id: 'shipped', kind: 'shipped', parcel, at: '2026-11-22T10:00:00Z' }),
    );
    number = order.number;
    other = (await placed()).number;
  });

  const digits = () => number.slice(2);
  test.each<[string, () => string]>([
    ['by its number', () => number],
    ['by its number in small letters, without the dash', () => `c${digits()}`],
    ['by its number with a blank', () => `C ${digits()}`],
    ['by its number with a hash', () => `#${digits()}`],
    ['by the digits of its number', digits],
    ['by a name', () => 'hohenlohe'],
    ['by the beginnings of names in any order', () => 'Hohen maxim'],
    ['by the e-mail address in capitals', () => 'MAX.HOHENLOHE@'],
    ['by the street without its accent', () => 'konigsallee 12'],
    ['by postal code', () => '40212'],
    ['by city', () => 'Düsseldorf'],
    ['by phone, as one dials abroad', () => '+49 (211) 5550-1234'],
    ['by phone, as one dials at home', () => '0211/55501234'],
    ['by tracking number', () => tracking.toLowerCase()],
    ['by the beginning of the tracking number', () => tracking.slice(0, 9)],
    ['by the last four digits of the card', () => last4],
    ['by the title of a product', () => 'linen unique'],
    ['by sku', () => 'ux-linen-shirt-s'],
    ['by sku without separators', () => 'UXLinenShirt'],
  ])('%s', async (_name, typed) => {
    const found = await numbers({ q: typed() });
    expect(found).toContain(number);
    expect(found).not.toContain(other);
  });

  test('not by other text, nor by text without search terms', async () => {
    for (const q of ['hohenlohe paris', 'zzz', '#99', '!?', "'", '9999'])
      expect(await numbers({ q })).not.toContain(number);
  });
});

describe('customers', () => {
  test('are counted as they order, and their total is paid amounts less refunds', async () => {
    const email = `${newId()}@example.com`;
    const one = await placed({ email, shippingAddress: { ...newOrder().shippingAddress, name: 'Zoe First' } });
    const two = await placed({ email: email.toUpperCase(), phone: '+44 20 7946 0000' });
    const state = async () => (await suite.database.customer.findUniqueOrThrow({ where: { emailKey: email } })).spent;
    expect(await state()).toBe(0n);
    await one.paid('2026-11-22T10:00:00Z');
    await two.paid('2026-11-22T10:00:00Z');
    expect(await state()).toBe(1402n);
    await one.refunded(100);
    expect(await state()).toBe(1302n);
    await two.cancelled();
    await two.refunded(701);
    expect(await state()).toBe(601n);
    await one.refunded(701);
    expect(await state()).toBe(0n);
    const found = await customer(email.toUpperCase());
    expect(found).toMatchObject({
      name: 'Ada Shopper',
      phone: '+44 20 7946 0000',
      orders: 2,
      firstOrderAt: one.placedAt,
      lastOrderAt: two.placedAt,
    });
    expect(await suite.staff('orders').getCustomer({ path: { customerId: found?.id ?? '' } })).toEqual(
      expect.objectContaining({ status: 200, body: found }),
    );
  });

  test('are found by the beginning of their name, and shown to staff who work with orders', async () => {
    const name = `Ünique ${newId()}`;
    await placed({ email: `${newId()}@example.com`, shippingAddress: { ...newOrder().shippingAddress, name } });
    const answer = await suite.staff('orders').listCustomers({ query: { q: name.toLowerCase() } });
    expect(answer).toMatchObject({ status: 200, body: { items: [{ name }], nextCursor: null } });
    expect(await suite.staff('catalog').listCustomers()).toMatchObject({ status: 403 });
    expect(await suite.staff('orders').getCustomer({ path: { customerId: newId() } })).toMatchObject({ status: 404 });
  });
});

describe('statistics', () => {
  const statistics = async (from: string, to: string, timeZone: string) => {
    const answer = await suite.staff('catalog').getOrderStatistics({ query: { from, to, timeZone } });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    return answer.body;
  };

  test('count paid orders on the day of their payment, unless cancelled or refunded', async () => {
    const sku = newId();
    const line = { sku, title: 'Papaya', quantity: 3, unitPrice: usd(200), lineTotal: usd(600) };
    const papayas = { lines: [line], totals: { subtotal: usd(600), shipping: usd(499), total: usd(1099) } };
    const kept = await placed(papayas);
    const back = await placed(papayas);
    const gone = await placed();
    const open = await placed();
    await kept.paid('2025-03-30T21:30:00Z');
    await back.paid('2025-03-30T22:30:00Z');
    await gone.paid('2025-03-30T22:30:00Z');
    await back.refunded(99);
    await gone.refunded(701);
    expect(open.number).toMatch(/^C-/);
    const berlin = await statistics('2025-03-29T23:00:00Z', '2025-03-31T22:00:00Z', 'Europe/Berlin');
    expect(berlin.days).toEqual([
      { date: '2025-03-30', orders: 1, sales: usd(1099), units: 3 },
      { date: '2025-03-31', orders: 1, sales: usd(1000), units: 3 },
    ]);
    expect(berlin.bestSellers).toEqual([{ sku, title: 'Papaya', quantity: 6, sales: usd(1200) }]);
    const utc = await statistics('2025-03-30T00:00:00Z', '2025-03-31T00:00:00Z', 'UTC');
    expect(utc.days).toEqual([{ date: '2025-03-30', orders: 2, sales: usd(2099), units: 6 }]);
  });

  test('count what was captured, also where it arrives before the authorization, less what was refunded', async () => {
    const email = `${newId()}@example.com`;
    const before = await placed({ email });
    const after = await placed({ email });
    const whole = await placed({ email });
    await before.captured(500);
    for (const order of [before, after, whole]) await order.paid('2022-05-10T10:00:00Z');
    await after.captured(600);
    await whole.captured(701);
    await after.refunded(50);
    const range = { from: '2022-05-10T00:00:00Z', to: '2022-05-11T00:00:00Z', timeZone: 'UTC' };
    const sales = usd(500 + 550 + 701);
    const figures = { orders: 3, sales, units: 6 };
    expect((await statistics(range.from, range.to, 'UTC')).days).toEqual([{ date: '2022-05-10', ...figures }]);
    for (const by of ['day', 'hour', 'country'] as const)
      expect(await suite.staff('catalog').getSalesReport({ query: { ...range, by } })).toMatchObject({
        body: { rows: expect.arrayContaining([expect.objectContaining(figures)]), total: figures },
      });
    expect((await customer(email))?.spent).toEqual(sales);
    const shown = await suite.checkout.getOrderForService({ path: { orderId: after.orderId } });
    expect(shown).toMatchObject({ body: { totals: { total: usd(701), captured: usd(600), refunded: usd(50) } } });
    const file = await suite.staff('support').exportOrdersAsCsv({ query: { ids: [after.orderId] } });
    if (file.status !== 200) throw new Error(`${file.status}`);
    const chunks: string[] = [];
    for await (const chunk of file.body) chunks.push(String(chunk));
    expect(chunks.join('')).toContain(',7.01,6.00,0.50,USD,');
  });

  test('of a range are grouped by day, hour of the day, product and country', async () => {
    const tea = newId();
    const mug = newId();
    const sold = (sku: string, quantity: number, country: string) => {
      const line = { sku, title: `Thing ${sku}`, quantity, unitPrice: usd(200), lineTotal: usd(200 * quantity) };
      const totals = { subtotal: usd(200 * quantity), shipping: usd(0), total: usd(200 * quantity) };
      return placed({ lines: [line], totals, shippingAddress: { ...newOrder().shippingAddress, country } });
    };
    await (await sold(tea, 1, 'DE')).paid('2023-03-30T21:30:00Z');
    await (await sold(tea, 2, 'GB')).paid('2023-03-31T21:45:00Z');
    await (await sold(mug, 5, 'DE')).paid('2023-03-31T07:05:00Z');
    const report = async (by: ReportDimension) => {
      const range = { from: '2023-03-29T22:00:00Z', to: '2023-03-31T22:00:00Z', timeZone: 'Europe/Berlin' };
      const answer = await suite.staff('catalog').getSalesReport({ query: { ...range, by } });
      if (answer.status !== 200) throw new Error(`${answer.status}`);
      expect(answer.body.total).toEqual({ orders: 3, units: 8, sales: usd(1_600) });
      return answer.body.rows
        .filter(({ orders }) => orders > 0 || by === 'day')
        .map(({ key, orders, units, sales }) => [key, orders, units, sales.amount]);
    };
    expect(await report('day')).toEqual([
      ['2023-03-30', 1, 1, 200],
      ['2023-03-31', 2, 7, 1_400],
    ]);
    expect(await report('hour')).toEqual([
      ['09', 1, 5, 1_000],
      ['23', 2, 3, 600],
    ]);
    expect(await report('product')).toEqual([
      [mug, 1, 5, 1_000],
      [tea, 2, 3, 600],
    ]);
    expect(await report('country')).toEqual([
      ['DE', 2, 6, 1_200],
      ['GB', 1, 2, 400],
    ]);
  });

  test('have the same sum in every time zone that browsers name', async () => {
    const order = await placed();
    await order.paid('2024-06-15T20:30:00Z');
    const range = { from: '2024-06-01T00:00:00Z', to: '2024-07-01T00:00:00Z' };
    const zones = [
      'Asia/Calcutta',
      'Europe/Kiev',
      'US/Pacific',
      'EST5EDT',
      'Etc/GMT+5',
      'IST',
      'CTT',
      'US/Pacific-New',
    ];
    for (const timeZone of [...zones, 'SystemV/PST8', 'asia/tokyo', 'Mars/Olympus', 'GMT+5']) {
      const { status, body } = await suite.staff('admin').getOrderStatistics({ query: { ...range, timeZone } });
      expect([200, 422]).toContain(status);
      if (status !== 200) continue;
      expect(body.days.filter(day => day.orders > 0)).toEqual([
        expect.objectContaining({ date: dayOf(new Date('2024-06-15T20:30:00Z'), timeZone), orders: 1 }),
      ]);
    }
  });

  test('are empty without sales, and refuse ranges that are too long and unknown time zones', async () => {
    const empty = await statistics('2001-01-01T00:00:00Z', '2001-01-02T12:00:00Z', 'UTC');
    expect(empty).toEqual({
      days: ['2001-01-01', '2001-01-02'].map(date => ({ date, orders: 0, sales: usd(0), units: 0 })),
      bestSellers: [],
    });
    const ask = (query: { from: string; to: string; timeZone: string }) =>
      suite.staff('admin').getOrderStatistics({ query });
    expect(await ask({ from: '2001-01-01T00:00:00Z', to: '2003-01-01T00:00:00Z', timeZone: 'UTC' })).toMatchObject({
      status: 422,
    });
    expect(await ask({ from: '2001-01-01T00:00:00Z', to: '2001-01-02T00:00:00Z', timeZone: 'Mars' })).toMatchObject({
      status: 422,
    });
  });
});

test('the audit log receives who cancelled an order, once', async () => {
  const order = await placed();
  await order.cancelled();
  await order.cancelled();
  const rows = await outboxRecords(suite.database, { aggregateid: order.orderId, type: 'ChangeMade' });
  expect(rows.map(row => row.payload)).toEqual([
    expect.objectContaining({
      resource: 'orders',
      resourceId: order.orderId,
      label: order.number,
      action: 'cancelled',
      reason: 'Customer changed their mind',
      actor: expect.objectContaining({ kind: 'staff' }),
      changes: [{ field: 'status', before: 'pending', after: 'cancelled' }],
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    }),
  ]);
});

describe('with 20,000 orders', () => {
  const planSchema = z.array(z.object({ 'QUERY PLAN': z.string() }));
  const planOf = async (query: Prisma.Sql) =>
    planSchema.parse(await suite.database.$queryRaw`EXPLAIN ${query}`).map(row => row['QUERY PLAN']);

  beforeAll(async () => {
    const { database } = suite;
    await database.$executeRaw`
      INSERT INTO orders (id, status, fingerprint, token_hash, email, email_key, currency, subtotal, shipping, total, address, shipping_method, placed_at)
      SELECT gen_random_uuid(), (ARRAY['paid', 'shipped', 'delivered', 'delivered', 'delivered', 'cancelled'])[1 + n % 6]::order_status, repeat('0', 64),
        repeat('0', 64), 'shopper' || n % 4000 || '@example.org', 'shopper' || n % 4000 || '@example.org', 'USD', 200, 499, 699, '{}', 'standard',
        timestamptz '2024-01-01' + n * interval '25 minutes'
      FROM generate_series(1, 20000) n`;
    await database.$executeRaw`
      INSERT INTO order_terms (order_id, terms)
      SELECT id, array_to_tsvector(ARRAY[sequence::text, 'example', 'name' || hashtext(id::text), 'tel' || hashtext(email)]) FROM orders WHERE address = '{}'`;
    await database.$executeRaw`
      INSERT INTO order_facts (order_id, id, fact)
      SELECT id, 'authorized', jsonb_build_object('kind', 'authorized', 'last4', lpad((sequence % 10000)::text, 4, '0')) FROM orders WHERE address = '{}'
      UNION ALL SELECT id, 'shipped', jsonb_build_object('kind', 'shipped', 'parcel', jsonb_build_object('trackingNumber', 'LC' || id::text))
      FROM orders WHERE address = '{}'`;
    await database.$executeRaw`
      INSERT INTO sales (order_id, paid_at, currency, amount, units) SELECT id, placed_at, currency, total, 2 FROM orders WHERE status <> 'cancelled' AND address = '{}'`;
    await database.$executeRaw`
      INSERT INTO sold_lines (order_id, position, paid_at, sku, title, quantity, currency, amount)
      SELECT order_id, 0, paid_at, 'S' || (abs(hashtext(order_id::text)) % 500), 'Thing', 2, currency, 200 FROM sales WHERE units = 2 AND amount = 699`;
    for (const table of ['orders', 'order_terms', 'order_facts', 'sales', 'sold_lines'])
      await database.$executeRawUnsafe(`VACUUM ANALYZE ${table}`);
  }, 120_000);

  test.each<[string, Parameters<typeof firstOrders>[0]]>([
    ['all', {}],
    ['of some statuses', { statuses: ['pending', 'refunded', 'shipped'] }],
    ['of a year ago', { from: new Date('2024-01-10'), to: new Date('2024-01-12') }],
    ['of a status and a time', { statuses: ['cancelled'], to: new Date('2024-01-12') }],
    ['by number', { q: 'C-10050' }],
    ['by e-mail', { q: 'shopper77@' }],
    ['by a word', { q: 'name123' }],
    ['by card', { q: '4242' }],
    ['by tracking number', { q: 'LC0190a6e0' }],
    ['by a word that all have', { q: 'example' }],
    ['by total', { sort: '-totals.total' }],
    [
      'of statuses by total, after a position',
      { sort: 'totals.total', statuses: ['paid', 'shipped'], after: { total: 5n, sequence: 1n } },
    ],
    ['after a position', { after: { placedAt: new Date('2024-05-01'), sequence: 15_000n } }],
  ])('a list %s is read from an index', async (_name, wanted) => {
    expect((await planOf(firstOrders(wanted, 101))).join('\n')).not.toMatch(/Seq Scan on order(s|_terms|_facts)/);
  });

  test('statistics of three months are read from indexes alone', async () => {
    const answer = await suite.staff('admin').getOrderStatistics({
      query: { from: '2024-02-01T00:00:00Z', to: '2024-05-01T00:00:00Z', timeZone: 'America/New_York' },
    });
    expect(answer).toMatchObject({ status: 200, body: { bestSellers: { length: 10 } } });
    const from = new Date('2024-02-01');
    const to = new Date('2024-05-01');
    const read = await suite.database.$queryRaw`EXPLAIN SELECT sku, sum(quantity), sum(amount) FROM sold_lines
      WHERE paid_at >= ${from} AND paid_at < ${to} AND currency = 'USD' GROUP BY sku`;
    expect(JSON.stringify(read)).toContain('Index Only Scan using sold_lines_paid_at_idx');
  });
});

import { expect } from '@jest/globals';
import { figuresOf } from '../../admin/screens/dashboard/figures.ts';
import { reportRows } from '../../admin/screens/reports/report.ts';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleClients, problemLike } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT, address, SKU, usd, uuidOf } from '../examples.ts';
import { exactly, fromState, pathFromState } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'orders');
const orderId = uuidOf(110);
const customerId = uuidOf(111);
const key = (number: number) => ({ 'idempotency-key': `console-pact-${number}` });
const order = {
  id: orderId,
  number: 'C-10042',
  email: 'ada@example.com',
  phone: '+442079460000',
  placedAt: AT,

  shippingAddress: address,
  shippingMethod: 'standard',
  totals: { subtotal: usd(202), shipping: usd(499), total: usd(701) },
  lines: [{ sku: SKU, title: 'Bananas', quantity: 2, unitPrice: usd(101), lineTotal: usd(202) }],
};
const paid = { ...order, status: exactly('paid') };
const customer = {
  id: customerId,
  email: 'ada@example.com',
  name: 'Ada Shopper',
  phone: '+442079460000',

  orders: 1,
  spent: usd(701),
  firstOrderAt: AT,
  lastOrderAt: AT,
};

httpInteraction(
  'for orders in some states within some days',
  {
    given: { state: 'an order is paid', params: { orderId } },
    request: {
      method: 'GET',
      path: '/admin/orders',
      query: {
        statuses: ['paid', 'shipped'],
        from: '2026-01-01T00:00:00.000Z',
        to: '2100-01-01T00:00:00.000Z',
        limit: '25',
      },
    },
    response: { status: 200, body: { items: [paid], nextCursor: null } },
  },
  async baseUrl => {
    const days = { from: '2026-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };
    const page = await consoleClients(baseUrl).calls.orders.list({ statuses: ['paid', 'shipped'], ...days, limit: 25 });
    expect(page).toMatchObject({
      items: [{ number: 'C-10042', status: 'paid', totals: { total: usd(701) } }],
      nextCursor: null,
    });
  },
);

httpInteraction(
  'for orders by what somebody types',
  {
    given: { state: 'an order is paid', params: { orderId: uuidOf(112) } },
    request: { method: 'GET', path: '/admin/orders', query: { q: 'ada@example.com', limit: '25' } },
    response: { status: 200, body: { items: [order] } },
  },
  async baseUrl => {
    const { items } = await consoleClients(baseUrl).calls.orders.list({ q: 'ada@example.com', limit: 25 });
    expect(items).toMatchObject([{ id: orderId, email: 'ada@example.com' }]);
  },
);

const total = { value: 1, relation: exactly('eq') };

httpInteraction(
  'for the orders worth most, and how many there are',
  {
    given: { state: 'an order is paid', params: { orderId: uuidOf(120) } },
    request: {
      method: 'GET',
      path: '/admin/orders',
      query: { sort: '-totals.total', withTotal: 'true', limit: '25' },
    },
    response: { status: 200, body: { items: [order], total } },
  },
  async baseUrl => {
    const query = { sort: '-totals.total', withTotal: true, limit: 25 } as const;
    const page = await bodyOf(consoleClients(baseUrl).api.orders.listOrders({ query }));
    expect(page).toMatchObject({ items: [{ id: orderId }], total: { value: 1, relation: 'eq' } });
  },
);

const exported = 'number,placed_at,status\r\n';

httpInteraction(
  'for a file of orders',
  {
    given: { state: 'an order is paid', params: { orderId: uuidOf(121) } },
    request: { method: 'GET', path: '/admin/order-export', query: { statuses: 'paid' } },
    response: { status: 200, file: { type: 'text/csv', content: exported } },
  },
  async baseUrl => {
    const answer = await consoleClients(baseUrl).api.orders.exportOrdersAsCsv({ query: { statuses: ['paid'] } });
    expect(answer).toMatchObject({ status: 200, body: exported });
  },
);

httpInteraction(
  'for an order',
  {
    given: { state: 'an order is paid', params: { orderId: uuidOf(113) } },
    request: { method: 'GET', path: `/orders/${uuidOf(113)}` },
    response: { status: 200, body: { ...paid, shipments: [], timeline: [{ type: 'placed', at: AT }] } },
  },
  async baseUrl => {
    const found = await bodyOf(consoleClients(baseUrl).api.orders.getOrder({ path: { orderId: uuidOf(113) } }));
    expect(found).toMatchObject({
      number: 'C-10042',
      shippingAddress: address,
      timeline: [{ type: 'placed', at: AT }],
    });
  },
);

httpInteraction(
  'for an order that is not there',
  { request: { method: 'GET', path: `/orders/${uuidOf(404)}` }, response: { status: 404 } },
  async baseUrl => {
    expect((await consoleClients(baseUrl).api.orders.getOrder({ path: { orderId: uuidOf(404) } })).status).toBe(404);
  },
);

httpInteraction(
  'to cancel an order',
  {
    given: { state: 'an order is placed', params: { orderId: uuidOf(114) } },
    request: {
      method: 'POST',
      path: `/admin/orders/${uuidOf(114)}/cancellation`,
      headers: key(1),
      body: { reason: 'Ordered twice.' },
    },
    response: { status: 200, body: { id: uuidOf(114), status: exactly('cancelled'), cancelReason: 'Ordered twice.' } },
  },
  async baseUrl => {
    const path = { orderId: uuidOf(114) };
    const cancelled = await bodyOf(
      consoleClients(baseUrl).api.orders.cancelOrder({ path, headers: key(1), body: { reason: 'Ordered twice.' } }),
    );
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelReason: 'Ordered twice.' });
  },
);

httpInteraction(
  'to cancel an order that has left',
  {
    given: { state: 'an order is shipped', params: { orderId: uuidOf(115) } },
    request: {
      method: 'POST',
      path: `/admin/orders/${uuidOf(115)}/cancellation`,
      headers: key(2),
      body: { reason: 'Ordered twice.' },
    },
    response: { status: 409, body: problemLike(409, 'The order is shipped.') },
  },
  async baseUrl => {
    const path = { orderId: uuidOf(115) };
    const refused = bodyOf(
      consoleClients(baseUrl).api.orders.cancelOrder({ path, headers: key(2), body: { reason: 'Ordered twice.' } }),
    );
    await expect(refused).rejects.toMatchObject({ status: 409, detail: expect.stringContaining('shipped') });
  },
);

const range = { from: '2026-11-09T00:00:00.000Z', to: '2026-11-22T10:00:02.000Z', timeZone: 'Europe/London' };
/** The total of the orders in provider states. */
const week = { from: '2026-11-16T00:00:00.000Z', to: '2026-11-22T23:00:00.000Z', timeZone: 'Europe/London' };
const day = { date: '2026-11-22', orders: 3, sales: usd(2_103) };

httpInteraction(
  'what was sold on each day',
  {
    request: { method: 'GET', path: '/admin/order-statistics', query: range },
    response: { status: 200, body: { days: [day], bestSellers: [] } },
  },
  async baseUrl => {
    const orders = await bodyOf(consoleClients(baseUrl).api.orders.getOrderStatistics({ query: range }));
    const figures = figuresOf(
      { orders, carts: { days: [{ date: '2026-11-22', carts: 12 }] } },
      { orders, carts: { days: [] } },
    );
    expect(figures).toMatchObject({
      currency: 'USD',
      sales: { today: 2_103 },
      orders: { today: 3 },
      conversion: { today: 0.25 },
    });
  },
);

const sold = { key: 'GB', label: 'GB', orders: 1, units: 2, sales: usd(701) };

httpInteraction(
  'what was sold to each country',
  {
    given: { state: 'an order is paid', params: { orderId: uuidOf(122) } },
    request: { method: 'GET', path: '/admin/sales-report', query: { ...week, by: 'country' } },
    response: {
      status: 200,
      body: { by: exactly('country'), rows: [sold], total: { orders: 1, units: 2, sales: usd(701) } },
    },
  },
  async baseUrl => {
    const query = { ...week, by: 'country' } as const;
    const report = await bodyOf(consoleClients(baseUrl).api.orders.getSalesReport({ query }));
    expect(reportRows('sales', { report }, undefined)).toMatchObject([{ key: 'GB', value: 701 }]);
  },
);

const best = { sku: SKU, title: 'Bananas', quantity: 2, sales: usd(202) };

httpInteraction(
  'what sold best',
  {
    given: { state: 'an order is paid', params: { orderId: uuidOf(116) } },
    request: { method: 'GET', path: '/admin/order-statistics', query: week },
    response: { status: 200, body: { bestSellers: [best] } },
  },
  async baseUrl => {
    const { bestSellers } = await bodyOf(consoleClients(baseUrl).api.orders.getOrderStatistics({ query: week }));
    expect(bestSellers).toEqual([best]);
  },
);

httpInteraction(
  'for customers by what somebody types',
  {
    given: { state: 'a customer has an order' },
    request: { method: 'GET', path: '/admin/customers', query: { q: 'ada@example.com', limit: '100' } },
    response: { status: 200, body: { items: [customer], nextCursor: null } },
  },
  async baseUrl => {
    const page = await consoleClients(baseUrl).calls.customers.list({ q: 'ada@example.com', limit: 100 });
    expect(page).toEqual({ items: [customer], nextCursor: null });
  },
);

httpInteraction(
  'for a customer',
  {
    given: { state: 'a customer has an order' },
    request: { method: 'GET', path: pathFromState('/admin/customers/{customerId}', 'customerId', customerId) },
    response: { status: 200, body: customer },
  },
  async baseUrl => {
    expect(await consoleClients(baseUrl).calls.customers.get(customerId)).toEqual(customer);
  },
);

httpInteraction(
  'for the orders of a customer',
  {
    given: { state: 'a customer has an order' },
    request: {
      method: 'GET',
      path: '/admin/orders',
      query: { customerId: fromState('customerId', customerId), limit: '100' },
    },
    response: { status: 200, body: { items: [order] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.orders.listOrders({ query: { customerId, limit: 100 } }),
    );
    expect(items).toMatchObject([{ number: 'C-10042' }]);
  },
);

const tagged = uuidOf(119);

httpInteraction(
  'to tag an order',
  {
    given: { state: 'an order is placed', params: { orderId: tagged } },
    request: {
      method: 'POST',
      path: '/admin/order-tags',
      body: { orderIds: [tagged], add: ['gift'], remove: ['call back'] },
    },
    response: { status: 200, body: { items: [{ orderId: tagged, added: ['gift'], removed: [] }] } },
  },
  async baseUrl => {
    const body = { orderIds: [tagged], add: ['gift'], remove: ['call back'] };
    const { items } = await bodyOf(consoleClients(baseUrl).api.orders.changeOrderTags({ body }));
    expect(items).toMatchObject([{ added: ['gift'], removed: [] }]);
  },
);

httpInteraction(
  'for the tags of orders',
  {
    given: { state: 'an order is tagged', params: { orderId: uuidOf(118), tag: 'gift' } },
    request: { method: 'GET', path: '/admin/order-tags' },
    response: { status: 200, body: { items: [{ tag: 'gift' }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.orders.listOrderTags());
    expect(items.map(({ tag }) => tag)).toEqual(['gift']);
  },
);

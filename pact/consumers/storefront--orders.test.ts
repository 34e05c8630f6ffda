import { expect } from '@jest/globals';
import { findOrder, findOwnOrder, listOwnOrders, lookUpOrder } from '../../storefront/shop/orders.ts';
import { pactBetween } from '../consumer.ts';
import { AT, address, orderToken, SKU, usd, uuidOf } from '../examples.ts';
import { exactly, fromState } from '../matchers.ts';
import { inStorefront, storefrontSession } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('storefront', 'orders');
const headers = { 'x-order-token': orderToken };

httpInteraction(
  'for an order by its token',
  {
    given: { state: 'an order is placed', params: { orderId: uuidOf(30) } },
    request: { method: 'GET', path: `/orders/${uuidOf(30)}`, headers },
    response: {
      status: 200,
      body: {
        id: uuidOf(30),
        number: 'C-10042',
        status: exactly('pending'),
        email: 'ada@example.com',
        shippingAddress: address,
        lines: [{ sku: SKU, title: 'Bananas', quantity: 2, unitPrice: usd(101), lineTotal: usd(202) }],
        totals: { subtotal: usd(202), shipping: usd(499), total: usd(701) },
        timeline: [{ type: exactly('placed'), at: AT }],
        shipments: [],
      },
    },
  },
  async baseUrl => {
    const order = await inStorefront(baseUrl, () => findOrder(uuidOf(30), orderToken));
    expect(order).toMatchObject({ number: 'C-10042', status: 'pending', timeline: [{ type: 'placed' }] });
  },
);

httpInteraction(
  'for an order that the token does not open',
  { request: { method: 'GET', path: `/orders/${uuidOf(404)}`, headers }, response: { status: 404 } },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => findOrder(uuidOf(404), orderToken))).toBeUndefined();
  },
);

httpInteraction(
  'for the order with a number and an e-mail address',
  {
    given: { state: 'an order has a number', params: { orderId: uuidOf(31) } },
    request: {
      method: 'POST',
      path: '/order-lookups',
      body: { number: fromState('number', 'C-10042'), email: exactly('ada@example.com') },
    },
    response: { status: 200, body: { orderId: uuidOf(31), token: orderToken } },
  },
  async baseUrl => {
    const found = await inStorefront(baseUrl, () => lookUpOrder('C-10042', 'ada@example.com'));
    expect(found).toEqual({ orderId: uuidOf(31), token: orderToken });
  },
);

const line = { sku: SKU, title: 'Bananas', quantity: 2, unitPrice: usd(101), lineTotal: usd(202) };

httpInteraction(
  'for the orders of the shopper who is signed in',
  {
    given: { state: 'the shopper has an order', params: { orderId: uuidOf(32) } },
    request: { method: 'GET', path: '/orders', query: { limit: '20' } },
    response: {
      status: 200,
      body: {
        items: [
          {
            id: uuidOf(32),
            number: 'C-10042',
            placedAt: AT,
            status: exactly('pending'),
            lines: [{ title: 'Bananas', quantity: 2 }],
            totals: { total: usd(701) },
          },
        ],
        nextCursor: null,
      },
    },
  },
  async baseUrl => {
    const page = await inStorefront(baseUrl, () => listOwnOrders(undefined), storefrontSession);
    expect(page).toMatchObject({ items: [{ number: 'C-10042' }], nextCursor: null });
  },
);

httpInteraction(
  'for an order of the shopper who is signed in',
  {
    given: { state: 'the shopper has an order', params: { orderId: uuidOf(33) } },
    request: { method: 'GET', path: `/orders/${uuidOf(33)}` },
    response: { status: 200, body: { id: uuidOf(33), number: 'C-10042', lines: [line] } },
  },
  async baseUrl => {
    const order = await inStorefront(baseUrl, () => findOwnOrder(uuidOf(33)), storefrontSession);
    expect(order).toMatchObject({ number: 'C-10042', lines: [line] });
  },
);

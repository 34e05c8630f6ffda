import { expect } from '@jest/globals';
import { cartId, checkoutWorkflow, connectTo, orderTokenHash, plan, request } from '../checkout-workflow.ts';
import { pactBetween } from '../consumer.ts';
import { uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction } = pactBetween('checkout', 'orders');
const flow = checkoutWorkflow('orders');
const path = (orderId: string) => `/internal/orders/${orderId}`;

const { email, phone, shippingAddress, shippingMethod } = request;
const order = {
  tokenHash: exactly(orderTokenHash),
  shopperId: 'shopper-1',
  cartId,
  email,
  phone,

  lines: plan.lines,
  totals: plan.totals,
  shippingAddress,
  shippingMethod,
};

httpInteraction(
  'to place an order',
  {
    request: { method: 'PUT', path: path(uuidOf(1)), body: order },
    response: { status: 200, body: { status: exactly('pending'), number: 'C-10042' } },
  },
  async baseUrl => {
    const reservedUntil = new Date(Date.now() + 45 * 60_000).toISOString();
    const result = await flow.runStep(
      baseUrl,
      { step: 'reserved', plan, reservedUntil },
      { orderId: uuidOf(1), shopperId: 'shopper-1' },
    );
    expect(result).toEqual({ kind: 'placed', orderNumber: 'C-10042' });
  },
);

const compensating = { step: 'compensating', lastStep: 'reserved', ending: { as: 'expired' } } as const;
const abandonment = (orderId: string) => ({
  request: { method: 'POST' as const, path: `${path(orderId)}/abandonment`, body: { reason: 'checkout_expired' } },
});

httpInteraction(
  'to abandon an order',
  {
    given: { state: 'an order is placed', params: { orderId: uuidOf(2) } },
    ...abandonment(uuidOf(2)),
    response: { status: 200 },
  },
  async baseUrl => {
    expect(await flow.runStep(baseUrl, compensating, { orderId: uuidOf(2) })).toEqual({ kind: 'compensated' });
  },
);

httpInteraction(
  'to abandon an order that never was',
  { ...abandonment(uuidOf(404)), response: { status: 404 } },
  async baseUrl => {
    expect(await flow.runStep(baseUrl, compensating, { orderId: uuidOf(404) })).toEqual({ kind: 'compensated' });
  },
);

httpInteraction(
  'to abandon an order that is paid',
  {
    given: { state: 'an order is paid', params: { orderId: uuidOf(3) } },
    ...abandonment(uuidOf(3)),
    response: { status: 409 },
  },
  async baseUrl => {
    expect(await flow.runStep(baseUrl, compensating, { orderId: uuidOf(3) })).toEqual({ kind: 'order_paid' });
  },
);

// Sent by the reconciler.
httpInteraction(
  'how an order stands',
  {
    given: { state: 'an order is paid', params: { orderId: uuidOf(4) } },
    request: { method: 'GET', path: path(uuidOf(4)) },
    response: { status: 200, body: { status: exactly('paid') } },
  },
  async baseUrl => {
    const response = await connectTo(baseUrl).orders.getOrderForService({ path: { orderId: uuidOf(4) } });
    expect(response).toMatchObject({ status: 200, body: { status: 'paid' } });
  },
);

httpInteraction(
  'how an order stands that never was',
  { request: { method: 'GET', path: path(uuidOf(404)) }, response: { status: 404 } },
  async baseUrl => {
    expect((await connectTo(baseUrl).orders.getOrderForService({ path: { orderId: uuidOf(404) } })).status).toBe(404);
  },
);

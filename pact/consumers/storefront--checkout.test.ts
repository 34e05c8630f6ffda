import { expect } from '@jest/globals';
import { cancelCheckout, checkoutRequest, findCheckout, submitCheckout } from '../../storefront/shop/checkout.ts';
import { emptyDelivery } from '../../storefront/shop/delivery.ts';
import { pactBetween } from '../consumer.ts';
import { address, orderToken, usd, uuidOf } from '../examples.ts';
import { exactly, fromState, pathFromState } from '../matchers.ts';
import { inStorefront } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('storefront', 'checkout');
const delivery = { ...emptyDelivery, ...address, country: 'US', email: 'ada@example.com', method: 'standard' };
const cartId = uuidOf(2);
const wanted = checkoutRequest(cartId, delivery, undefined);
const key = (number: number) => ({ 'idempotency-key': `storefront-pact-${number}` });
/** The cart is the provider's; everything else is sent unchanged. */
const body = { ...wanted, cartId: fromState('cartId', cartId), shippingAddress: { ...wanted.shippingAddress } };

httpInteraction(
  'to buy a cart by the payment page',
  {
    given: { state: 'a cart can be bought' },
    request: { method: 'POST', path: '/checkout', headers: key(1), body },
    response: {
      status: 201,
      body: {
        id: uuidOf(4),
        orderId: uuidOf(3),
        orderNumber: 'C-10042',
        orderToken: '4fT0secret',
        status: exactly('awaiting_payment'),
        total: usd(701),
        payment: { redirectUrl: 'https://pay.example/c/1' },
      },
    },
  },
  async baseUrl => {
    const outcome = await inStorefront(baseUrl, () => submitCheckout(key(1)['idempotency-key'], wanted));
    expect(outcome).toMatchObject({
      kind: 'order',
      checkout: { orderToken: '4fT0secret', payment: { redirectUrl: 'https://pay.example/c/1' } },
    });
  },
);

httpInteraction(
  'to buy at a price that has changed',
  {
    given: { state: 'a price changed since the cart was shown' },
    request: { method: 'POST', path: '/checkout', headers: key(2), body },
    response: {
      status: 409,
      body: {
        status: exactly(409),
        code: exactly('price_changed'),
        changes: [{ sku: '1082185', oldPrice: usd(101), newPrice: usd(111) }],
      },
    },
  },
  async baseUrl => {
    const outcome = await inStorefront(baseUrl, () => submitCheckout(key(2)['idempotency-key'], wanted));
    expect(outcome).toEqual({ kind: 'price_changed', before: { '1082185': 101 } });
  },
);

httpInteraction(
  'to buy what is sold out meanwhile',
  {
    given: { state: 'a cart is sold out' },
    request: { method: 'POST', path: '/checkout', headers: key(3), body },
    response: { status: 409, body: { status: exactly(409), code: exactly('not_enough_stock') } },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => submitCheckout(key(3)['idempotency-key'], wanted))).toEqual({
      kind: 'short',
    });
  },
);

const cancellation = (checkoutId: string) => ({
  method: 'POST' as const,
  path: pathFromState('/checkout/{checkoutId}/cancellation', 'checkoutId', checkoutId),
  headers: { 'x-order-token': fromState('orderToken', orderToken) },
});

httpInteraction(
  'to give up a purchase that is not paid',
  {
    given: { state: 'a checkout waits for its payment' },
    request: cancellation(uuidOf(40)),
    response: { status: 200, body: { id: uuidOf(40), status: exactly('cancelled') } },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => cancelCheckout(uuidOf(40), orderToken))).toBe('cancelled');
  },
);

httpInteraction(
  'to give up a purchase that is paid',
  {
    given: { state: 'a checkout is paid' },
    request: cancellation(uuidOf(41)),
    response: { status: 409, body: { status: exactly(409), code: exactly('already_paid') } },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => cancelCheckout(uuidOf(41), orderToken))).toBe('paid');
  },
);

httpInteraction(
  'for a purchase that waits for its payment',
  {
    given: { state: 'a checkout waits for its payment' },
    request: {
      method: 'GET',
      path: pathFromState('/checkout/{checkoutId}', 'checkoutId', uuidOf(42)),
      headers: { 'x-order-token': fromState('orderToken', orderToken) },
    },
    response: {
      status: 200,
      body: {
        id: uuidOf(42),
        orderId: uuidOf(3),
        status: exactly('awaiting_payment'),
        payment: { redirectUrl: 'https://pay.example/c/1' },
      },
    },
  },
  async baseUrl => {
    const found = await inStorefront(baseUrl, () => findCheckout(uuidOf(42), orderToken));
    expect(found).toMatchObject({ status: 'awaiting_payment', payment: { redirectUrl: 'https://pay.example/c/1' } });
  },
);

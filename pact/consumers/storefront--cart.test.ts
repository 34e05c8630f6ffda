import { expect } from '@jest/globals';
import { createCartClient } from '../../generated/cart/client.ts';
import { addToCart, readCart, setQuantity } from '../../storefront/shop/cart.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, usd, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';
import { inStorefront } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('storefront', 'cart');
const line = { sku: SKU, slug: 'bananas', title: 'Bananas', unitPrice: usd(101), available: 40 };
const cartId = uuidOf(20);
const cart = { id: cartId, lines: [{ ...line, quantity: 1, lineTotal: usd(101) }], subtotal: usd(101) };

httpInteraction(
  'for a new cart',
  {
    given: { state: 'a sku is for sale', params: { sku: SKU, available: 40 } },
    request: { method: 'POST', path: '/cart', body: { lines: [{ sku: exactly(SKU), quantity: 1 }] } },
    response: { status: 201, body: cart },
  },
  async baseUrl => {
    const changed = await inStorefront(baseUrl, () => addToCart(undefined, SKU, 1));
    expect(changed).toMatchObject({ cart: { id: cartId, lines: [{ sku: SKU, quantity: 1 }] }, notices: [] });
  },
);

httpInteraction(
  'for a cart',
  {
    given: { state: 'a cart is filled', params: { cartId: uuidOf(21), sku: SKU } },
    request: { method: 'GET', path: `/cart/${uuidOf(21)}` },
    response: { status: 200, body: cart },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => readCart(uuidOf(21)))).toMatchObject({
      lines: [{ available: 40 }],
      subtotal: usd(101),
    });
  },
);

httpInteraction(
  'for a cart that is no more',
  { request: { method: 'GET', path: `/cart/${uuidOf(404)}` }, response: { status: 404 } },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => setQuantity(uuidOf(404), SKU, 2))).toEqual({
      cart: undefined,
      notices: [],
    });
  },
);

httpInteraction(
  'for more than there is',
  {
    given: { state: 'a sku is for sale', params: { sku: 'SOLD-OUT', available: 0 } },
    request: { method: 'POST', path: '/cart', body: { lines: [{ sku: exactly('SOLD-OUT'), quantity: 1 }] } },
    response: {
      status: 409,
      body: { status: exactly(409), shortages: [{ sku: 'SOLD-OUT', requested: 1, available: exactly(0) }] },
    },
  },
  async baseUrl => {
    const changed = await inStorefront(baseUrl, () => addToCart(undefined, 'SOLD-OUT', 1));
    expect(changed).toEqual({ cart: undefined, notices: [{ kind: 'short', sku: 'SOLD-OUT', available: 0 }] });
  },
);

httpInteraction(
  'to change how many of a thing are in a cart',
  {
    given: { state: 'a cart is filled', params: { cartId: uuidOf(22), sku: SKU } },
    request: { method: 'PATCH', path: `/cart/${uuidOf(22)}`, body: { lines: [{ sku: exactly(SKU), quantity: 3 }] } },
    response: { status: 200, body: cart },
  },
  async baseUrl => {
    const path = { cartId: uuidOf(22) };
    const changed = await createCartClient({ baseUrl }).updateCart({
      path,
      body: { lines: [{ sku: SKU, quantity: 3 }] },
    });
    expect(changed).toMatchObject({ status: 200, body: { lines: [{ sku: SKU, available: 40 }] } });
  },
);

import { expect } from '@jest/globals';
import { cartId, checkoutFlow, plan } from '../checkout.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, usd, uuidOf } from '../examples.ts';

const { asks } = pactBetween('checkout', 'cart');
const flow = checkoutFlow('cart');
const path = (id: string) => `/internal/carts/${id}`;
const started = { step: 'started' } as const;

asks(
  'for a cart as it was shown',
  {
    given: { state: 'a cart was shown', params: { cartId, sku: SKU } },
    request: { method: 'GET', path: path(cartId) },
    response: {
      status: 200,
      body: {
        lines: [{ sku: SKU, title: 'Bananas', quantity: 2, unitPrice: usd(101), image: { url: '/media/b-640.webp' } }],
      },
    },
  },
  async baseUrl => {
    flow.upstreams().fill(SKU);
    const result = await flow.ask(baseUrl, started, { orderId: uuidOf(1) });
    const [line] = plan.lines;
    expect(result).toMatchObject({
      result: 'priced',
      plan: { lines: [{ ...line, title: expect.any(String) }], totals: plan.totals },
    });
  },
);

const ended = uuidOf(404);
asks(
  'for a cart that ended',
  { request: { method: 'GET', path: path(ended) }, response: { status: 404 } },
  async baseUrl => {
    const result = await flow.ask(baseUrl, started, { orderId: uuidOf(1), cartId: ended });
    expect(result).toEqual({ result: 'refused', ending: { as: 'no_cart' } });
  },
);

import { expect } from '@jest/globals';
import { cartId, checkoutWorkflow, plan } from '../checkout-workflow.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, usd, uuidOf } from '../examples.ts';

const { httpInteraction } = pactBetween('checkout', 'cart');
const flow = checkoutWorkflow('cart');
const path = (id: string) => `/internal/carts/${id}`;
const started = { step: 'started' } as const;

httpInteraction(
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
    const result = await flow.runStep(baseUrl, started, { orderId: uuidOf(1) });
    const [line] = plan.lines;
    expect(result).toMatchObject({
      kind: 'priced',
      plan: { lines: [{ ...line, title: expect.any(String) }], totals: plan.totals },
    });
  },
);

const ended = uuidOf(404);
httpInteraction(
  'for a cart that ended',
  { request: { method: 'GET', path: path(ended) }, response: { status: 404 } },
  async baseUrl => {
    const result = await flow.runStep(baseUrl, started, { orderId: uuidOf(1), cartId: ended });
    expect(result).toEqual({ kind: 'refused', ending: { as: 'no_cart' } });
  },
);

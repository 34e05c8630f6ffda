import { expect } from '@jest/globals';
import { checkoutWorkflow, plan } from '../checkout-workflow.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, usd, uuidOf } from '../examples.ts';

const { httpInteraction } = pactBetween('checkout', 'catalog');
const flow = checkoutWorkflow('catalog');

httpInteraction(
  'what variants cost',
  {
    given: { state: 'a product is for sale', params: { sku: SKU } },
    request: { method: 'POST', path: '/internal/catalog/variants', body: { skus: [SKU] } },
    response: {
      status: 200,
      body: { items: [{ sku: SKU, title: 'Bananas', price: usd(101), image: { url: '/media/b-640.webp' } }] },
    },
  },
  async baseUrl => {
    const shownCart = flow.upstreams().fill(SKU);
    const result = await flow.runStep(baseUrl, { step: 'started' }, { orderId: uuidOf(1), cartId: shownCart });
    expect(result).toEqual({ kind: 'priced', plan });
  },
);

import { expect } from '@jest/globals';
import { checkoutWorkflow, plan } from '../checkout-workflow.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, usd, uuidOf } from '../examples.ts';

const { httpInteraction } = pactBetween('checkout', 'shipping');
const flow = checkoutWorkflow('shipping');

httpInteraction(
  'for the ways to send to a country',
  {
    request: { method: 'GET', path: '/shipping/methods', query: { country: 'GB' } },
    response: { status: 200, body: { items: [{ id: 'standard', name: 'Standard', price: usd(499) }] } },
  },
  async baseUrl => {
    const shownCart = flow.upstreams().fill(SKU);
    const result = await flow.runStep(baseUrl, { step: 'started' }, { orderId: uuidOf(1), cartId: shownCart });
    expect(result).toMatchObject({
      kind: 'priced',
      plan: { shippingMethod: plan.shippingMethod, totals: plan.totals },
    });
  },
);

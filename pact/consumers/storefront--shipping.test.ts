import { expect } from '@jest/globals';
import { shippingMethods } from '../../storefront/shop/shipping.ts';
import { pactBetween } from '../consumer.ts';
import { usd } from '../examples.ts';
import { inStorefront } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('storefront', 'shipping');
const method = { id: 'standard', name: 'Standard', price: usd(499), days: { min: 3, max: 5 } };

httpInteraction(
  'for the ways to send to a country',
  {
    request: { method: 'GET', path: '/shipping/methods', query: { country: 'US' } },
    response: { status: 200, body: { items: [method] } },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => shippingMethods('US'))).toEqual([method]);
  },
);

import { expect } from '@jest/globals';
import { availability } from '../../storefront/shop/stock.ts';
import { pactBetween } from '../consumer.ts';
import { inStorefront } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('storefront', 'inventory');

httpInteraction(
  'how many could be bought now',
  {
    given: { state: 'there is stock', params: { sku: 'ON-SHELF', onHand: 7 } },
    request: { method: 'GET', path: '/availability', query: { sku: 'ON-SHELF' } },
    response: { status: 200, body: { items: [{ sku: 'ON-SHELF', available: 7 }] } },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => availability(['ON-SHELF']))).toEqual(new Map([['ON-SHELF', 7]]));
  },
);

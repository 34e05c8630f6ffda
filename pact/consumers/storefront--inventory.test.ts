import { expect } from '@jest/globals';
import { availability } from '../../storefront/shop/stock.ts';
import { pactBetween } from '../consumer.ts';
import { inShop } from '../storefront.ts';

const { asks } = pactBetween('storefront', 'inventory');

asks(
  'how many could be bought now',
  {
    given: { state: 'there is stock', params: { sku: 'ON-SHELF', onHand: 7 } },
    request: { method: 'GET', path: '/availability', query: { sku: 'ON-SHELF' } },
    response: { status: 200, body: { items: [{ sku: 'ON-SHELF', available: 7 }] } },
  },
  async baseUrl => {
    expect(await inShop(baseUrl, () => availability(['ON-SHELF']))).toEqual(new Map([['ON-SHELF', 7]]));
  },
);

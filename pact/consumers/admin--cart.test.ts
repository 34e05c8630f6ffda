import { expect } from '@jest/globals';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleClients } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';

const { httpInteraction } = pactBetween('admin', 'cart');
const query = { from: '2026-11-09T00:00:00.000Z', to: '2026-11-22T10:00:02.000Z', timeZone: 'Europe/London' };

httpInteraction(
  'how many carts were begun on each day',
  {
    request: { method: 'GET', path: '/admin/cart-statistics', query },
    response: { status: 200, body: { days: [{ date: '2026-11-22', carts: 12 }] } },
  },
  async baseUrl => {
    const { days } = await bodyOf(consoleClients(baseUrl).api.cart.getCartStatistics({ query }));
    expect(days).toEqual([{ date: '2026-11-22', carts: 12 }]);
  },
);

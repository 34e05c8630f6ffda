import { expect, test } from '@jest/globals';
import { contractResults } from './contract-results.ts';

test('operations and events lead to where they are described', () => {
  const openapi = { paths: { '/orders': { get: { operationId: 'listOrders' }, parameters: [] }, '/x': { post: {} } } };
  expect(contractResults('openapi', 'orders', openapi)).toEqual([
    { to: '/contracts/openapi~orders/show#listOrders', label: 'listOrders', kind: 'Operation of orders' },
  ]);
  const asyncapi = { channels: { orders: { messages: { OrderPaid: {} } }, changes: { messages: { ChangeMade: {} } } } };
  expect(contractResults('asyncapi', 'orders', asyncapi).map(({ label }) => label)).toEqual([
    'OrderPaid',
    'ChangeMade',
  ]);
  expect(contractResults('openapi', 'odd', null)).toEqual([]);
});

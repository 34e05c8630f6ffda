import { expect, test } from '@jest/globals';
import { entriesOf, grouped, search } from './entries.ts';

const document = {
  tags: [{ name: 'orders' }],
  paths: {
    '/orders/{orderId}': {
      get: {
        operationId: 'getOrder',
        tags: ['orders'],
        summary: 'One order',
        responses: {
          '200': {
            content: {
              'application/json': { schema: { type: 'object', properties: { trackingNumber: { type: 'string' } } } },
            },
          },
        },
      },
    },
    '/health': { get: { operationId: 'getHealth', summary: 'Whether it works', responses: {} } },
  },
};
const entries = entriesOf('openapi', document);

test('searches names, paths, summaries and fields, all words', () => {
  const ids = (words: string) => search(entries, words).map(({ id }) => id);
  expect(ids('')).toEqual(['getOrder', 'getHealth']);
  expect(ids('trackingnumber')).toEqual(['getOrder']);
  expect(ids('GET works')).toEqual(['getHealth']);
  expect(ids('order works')).toEqual([]);
});

test('stand under their tags', () => {
  expect(grouped(entries).map(({ group, entries: own }) => [group, own.length])).toEqual([
    ['orders', 1],
    ['operations', 1],
  ]);
});

test('messages are found by topic and payload', () => {
  const events = entriesOf('asyncapi', {
    channels: {
      orders: { address: 'orders.order.v1', messages: { OrderPaid: { payload: { properties: { number: {} } } } } },
    },
  });
  expect(events).toMatchObject([{ id: 'OrderPaid', group: 'orders.order.v1' }]);
  expect(search(events, 'order.v1 number')).toHaveLength(1);
});

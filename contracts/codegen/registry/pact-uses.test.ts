import { expect, test } from '@jest/globals';
import { usesOf } from './pact-uses.ts';

const document = { paths: { '/orders/{orderId}': { get: {} }, '/orders/latest': { get: {} }, '/a.b': { post: {} } } };
const http = (method: string, path: string) => ({ description: `${method} ${path}`, request: { method, path } });

test('requests are matched to the operation that they meet, a concrete path before a template', () => {
  const interactions = [http('GET', '/orders/1'), http('get', '/orders/latest'), http('POST', '/aXb')];
  expect(usesOf({ interactions }, document).map(use => use.operation)).toEqual([
    'GET /orders/{orderId}',
    'GET /orders/latest',
    'POST /aXb',
  ]);
});

test('messages are matched by name, in the third and fourth version of the specification', () => {
  const interactions = [{ type: 'Asynchronous/Messages', description: 'OrderPaid' }];
  expect(usesOf({ interactions }, {})).toEqual([{ description: 'OrderPaid', message: 'OrderPaid' }]);
  expect(usesOf({ messages: [{ description: 'OrderPaid' }] }, {})).toEqual([
    { description: 'OrderPaid', message: 'OrderPaid' },
  ]);
});

import { describe, expect, test } from '@jest/globals';
import { Router } from 'express';
import { byPath, expressPath } from './route.ts';

describe('expressPath', () => {
  test.each([
    ['/orders', '/orders'],
    ['/orders/{orderId}/lines/{lineId}', '/orders/:orderId/lines/:lineId'],
    ['/files/{name}.json', '/files/:name.json'],
    ['/orders/{order-id}', '/orders/:"order-id"'],
    ['/orders:export', '/orders\\:export'],
    ['/a(b)*', '/a\\(b\\)\\*'],
    ['/orders/{id}_history', '/orders/:"id"_history'],
    ['/menü/{größe}', '/men%C3%BC/:"größe"'],
    ['/my files/a%7e%2f', '/my%20files/a~%2F'],
  ])('%s', (path, want) => {
    expect(expressPath(path)).toBe(want);
    expect(() => Router().route(want)).not.toThrow();
  });
});

test('concrete paths come before templated ones', () => {
  const paths = ['/{a}', '/{a}-x', '/x{a}-x', '/b/{c}', '/b', '/b/{c}/d', '/b/c', '/b/c/{d}'].map(path => ({
    path,
    method: 'get',
  }));
  expect(paths.sort(byPath).map(({ path }) => path)).toEqual([
    '/b',
    '/b/c',
    '/b/c/{d}',
    '/b/{c}',
    '/b/{c}/d',
    '/x{a}-x',
    '/{a}-x',
    '/{a}',
  ]);
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../platform/testing/until.ts';
import { cacheForEach, cacheStatusOf, shared } from './testing/cache.ts';
import { page } from './testing/proxy.ts';

const cache = cacheForEach();
/** `Accept` of a navigation. */
const navigation = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const problem = {
  status: 503,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'retry-after': '2' },
};
const unavailablePage = {
  status: 503,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '2' },
};

const behind = (app: 'shop' | 'console') => [
  { prefix: '/', origin: cache.origin.url, strip: false, app },
  { prefix: '/api', origin: cache.origin.url, strip: true },
];

describe('while the origin does not answer', () => {
  beforeEach(async () => {
    await cache.restart({ routes: behind('shop') });
    await cache.origin.stop();
  });

  test('a browser that opens a page of the shop gets a page that says so', async () => {
    const response = await cache.fetch('/products/bananas', { headers: navigation });
    expect(response).toMatchObject(unavailablePage);
    expect(response.text).toContain('<h1>The shop cannot be reached right now</h1>');
    expect(response.text).toContain('What is in your cart is kept');
    expect(await cache.fetch('/', { method: 'HEAD', headers: navigation })).toMatchObject({
      ...unavailablePage,
      text: '',
    });
  });

  test('a browser that opens the console gets a page about the console', async () => {
    await cache.restart({ routes: behind('console') });
    await cache.origin.stop().catch(() => {});
    expect((await cache.fetch('/orders', { headers: navigation })).text).toContain(
      '<h1>The console cannot be reached right now</h1>',
    );
  });

  test.each([
    ['a request of a script', '/products/bananas', { headers: { accept: '*/*' } }],
    ['a picture', '/media/a.webp', { headers: { accept: 'image/avif,image/webp,*/*;q=0.8' } }],
    ['the gateway, whoever asks', '/api/products', { headers: navigation }],
    ['a change by a script', '/cart/lines', { method: 'POST', headers: { accept: 'application/json' }, body: 'sku=a' }],
  ])('a problem answers %s', async (_, path, request) => {
    const response = await cache.fetch(path, request);
    expect(response).toMatchObject(problem);
    expect(JSON.parse(response.text)).toMatchObject({ status: 503, title: 'Service Unavailable' });
  });

  test('the page after a form says that it may not have arrived, and does not repeat it', async () => {
    const response = await cache.fetch('/cart/lines', { method: 'POST', headers: navigation, body: 'sku=a' });
    expect(response).toMatchObject(unavailablePage);
    expect(response.text).toContain('may not have arrived');
    expect(response.text).not.toMatch(/<script|http-equiv/);
  });

  test('concurrent requests all get the page', async () => {
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => cache.fetch('/products/bananas', { headers: navigation })),
    );
    for (const response of responses)
      expect(response).toMatchObject({ ...unavailablePage, text: expect.stringContaining('<h1>') });
  });
});

test('stored responses are sent, and others as soon as the origin is back', async () => {
  await cache.restart({ routes: behind('shop') });
  cache.respondWithCount(shared);
  await cache.fetch('/a', { headers: navigation });
  await cache.origin.stop();
  expect(await cache.fetch('/a', { headers: navigation })).toMatchObject({ status: 200, text: page('1') });
  expect(await cache.fetch('/b', { headers: navigation })).toMatchObject(unavailablePage);
  await cache.origin.start();
  await until(async () => (await cache.fetch('/b', { headers: navigation })).status === 200, {
    describe: 'the page is there',
  });
  expect(cacheStatusOf(await cache.fetch('/b', { headers: navigation }))).toBe('HIT');
});

import { describe, expect, test } from '@jest/globals';
import { cacheForEach, cacheStatusOf, html, shared } from './testing/cache.ts';
import { page } from './testing/proxy.ts';

const cache = cacheForEach();

describe('the store', () => {
  test('stores a shared response', async () => {
    cache.respondWithCount(shared);
    expect(cacheStatusOf(await cache.fetch('/products/bananas'))).toBe('MISS');
    const again = await cache.fetch('/products/bananas');
    expect(cacheStatusOf(again)).toBe('HIT');
    expect(again.text).toBe(page('1'));
    expect(Number(again.headers.age)).toBeGreaterThanOrEqual(0);
    expect(cache.origin.requests).toHaveLength(1);
  });

  test.each([
    ['there is no Cache-Control', {}],
    ['it is private', { 'cache-control': 'private, max-age=60' }],
    ['it must not be stored', { 'cache-control': 'no-store' }],
    ['it is fresh for the browser only', { 'cache-control': 'max-age=60' }],
    ['it sets a cookie', { 'cache-control': 'public, s-maxage=60', 'set-cookie': 'cart=1' }],
    ['it varies on everything', { 'cache-control': 'public, s-maxage=60', vary: '*' }],
    ['only Last-Modified is sent', { 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }],
  ])('stores nothing when %s', async (_name, headers) => {
    cache.respondWithCount({ ...html, ...headers });
    expect((await cache.fetch('/a')).text).toBe(page('1'));
    const second = await cache.fetch('/a');
    expect(second.text).toBe(page('2'));
    expect(cacheStatusOf(second)).not.toBe('HIT');
  });

  test.each([
    ['a bearer token', { authorization: 'Bearer abc' }],
    ['an order token', { 'x-order-token': 'abc' }],
  ])('is bypassed by requests with %s', async (_name, headers) => {
    cache.respondWithCount(shared);
    expect((await cache.fetch('/a', { headers })).headers['x-cache']).toBe('PASS');
    expect((await cache.fetch('/a')).text).toBe(page('2'));
    expect((await cache.fetch('/a', { headers })).text).toBe(page('3'));
  });

  test('ignores cookies, which reach the origin', async () => {
    cache.respondWithCount(shared);
    await cache.fetch('/a', { headers: { cookie: 'cart=1' } });
    expect(cache.origin.requests[0]?.headers.cookie).toBe('cart=1');
    expect((await cache.fetch('/a', { headers: { cookie: 'cart=2' } })).text).toBe(page('1'));
  });

  test('keys responses by Vary', async () => {
    cache.origin.respond = (request, response) =>
      response
        .writeHead(200, { ...shared, vary: 'Accept-Language' })
        .end(page(String(request.headers['accept-language'])));
    for (const language of ['de', 'en', 'de', 'en']) {
      expect((await cache.fetch('/a', { headers: { 'accept-language': language } })).text).toBe(page(language));
    }
    expect(cache.origin.requests).toHaveLength(2);
  });

  test('keys responses by host', async () => {
    cache.origin.respond = (request, response) =>
      response.writeHead(200, shared).end(page(String(request.headers.host)));
    expect((await cache.fetch('/a', { headers: { host: 'shop.example' } })).text).toBe(page('shop.example'));
    expect((await cache.fetch('/a', { headers: { host: 'evil.example' } })).text).toBe(page('evil.example'));
    expect((await cache.fetch('/a', { headers: { host: 'shop.example' } })).text).toBe(page('shop.example'));
  });

  test('invalidates the URI of an unsafe request', async () => {
    cache.respondWithCount(shared);
    await cache.fetch('/a');
    expect((await cache.fetch('/a', { method: 'POST', body: 'x' })).status).toBe(200);
    expect((await cache.fetch('/a')).text).toBe(page('3'));
  });

  test('is bounded in bytes; the least recently used response is evicted', async () => {
    await cache.restart({ maxBytes: 40_000 });
    cache.origin.respond = (_request, response) => response.writeHead(200, shared).end('x'.repeat(5_000));
    for (const path of ['/1', '/2', '/3', '/4', '/5', '/6', '/1', '/7']) await cache.fetch(path);
    expect(cache.proxy.store.counts().bytes).toBeLessThanOrEqual(40_000);
    expect(cacheStatusOf(await cache.fetch('/1'))).toBe('HIT');
    expect(cacheStatusOf(await cache.fetch('/2'))).toBe('MISS');
    cache.origin.respond = (_request, response) => response.writeHead(200, shared).end('x'.repeat(20_000));
    expect((await cache.fetch('/long')).body).toHaveLength(20_000);
    expect(cacheStatusOf(await cache.fetch('/long'))).toBe('MISS');
  });
});

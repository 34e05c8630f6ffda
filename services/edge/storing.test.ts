import { describe, expect, test } from '@jest/globals';
import { page } from './testing/edge.ts';
import { cacheOf, frontForEach, html, shared } from './testing/front.ts';

const at = frontForEach();

describe('what is stored', () => {
  test('a shared answer is asked for once', async () => {
    at.count(shared);
    expect(cacheOf(await at.call('/products/bananas'))).toBe('MISS');
    const again = await at.call('/products/bananas');
    expect(cacheOf(again)).toBe('HIT');
    expect(again.text).toBe(page('1'));
    expect(Number(again.headers.age)).toBeGreaterThanOrEqual(0);
    expect(at.origin.seen).toHaveLength(1);
  });

  test.each([
    ['nothing is said', {}],
    ['it is private', { 'cache-control': 'private, max-age=60' }],
    ['it must not be stored', { 'cache-control': 'no-store' }],
    ['it is fresh for the browser only', { 'cache-control': 'max-age=60' }],
    ['it sets a cookie', { 'cache-control': 'public, s-maxage=60', 'set-cookie': 'cart=1' }],
    ['it varies on everything', { 'cache-control': 'public, s-maxage=60', vary: '*' }],
    ['only its date is told', { 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }],
  ])('not when %s', async (_name, headers) => {
    at.count({ ...html, ...headers });
    expect((await at.call('/a')).text).toBe(page('1'));
    const second = await at.call('/a');
    expect(second.text).toBe(page('2'));
    expect(cacheOf(second)).not.toBe('HIT');
  });

  test.each([
    ['a bearer token', { authorization: 'Bearer abc' }],
    ['an order token', { 'x-order-token': 'abc' }],
  ])('neither given to nor kept from whoever shows %s', async (_name, headers) => {
    at.count(shared);
    expect((await at.call('/a', { headers })).headers['x-cache']).toBe('PASS');
    expect((await at.call('/a')).text).toBe(page('2'));
    expect((await at.call('/a', { headers })).text).toBe(page('3'));
  });

  test('a cookie reaches the server behind, but makes no difference to what is found', async () => {
    at.count(shared);
    await at.call('/a', { headers: { cookie: 'cart=1' } });
    expect(at.origin.seen[0]?.headers.cookie).toBe('cart=1');
    expect((await at.call('/a', { headers: { cookie: 'cart=2' } })).text).toBe(page('1'));
  });

  test('what varies is kept apart', async () => {
    at.origin.answer = (request, response) =>
      response
        .writeHead(200, { ...shared, vary: 'Accept-Language' })
        .end(page(String(request.headers['accept-language'])));
    for (const language of ['de', 'en', 'de', 'en']) {
      expect((await at.call('/a', { headers: { 'accept-language': language } })).text).toBe(page(language));
    }
    expect(at.origin.seen).toHaveLength(2);
  });

  test('each host has its own answers', async () => {
    at.origin.answer = (request, response) => response.writeHead(200, shared).end(page(String(request.headers.host)));
    expect((await at.call('/a', { headers: { host: 'shop.example' } })).text).toBe(page('shop.example'));
    expect((await at.call('/a', { headers: { host: 'evil.example' } })).text).toBe(page('evil.example'));
    expect((await at.call('/a', { headers: { host: 'shop.example' } })).text).toBe(page('shop.example'));
  });

  test('a change makes what is stored at its address old', async () => {
    at.count(shared);
    await at.call('/a');
    expect((await at.call('/a', { method: 'POST', body: 'x' })).status).toBe(200);
    expect((await at.call('/a')).text).toBe(page('3'));
  });

  test('no more than there is room for; what was not asked for longest goes', async () => {
    await at.restart({ limit: 40_000 });
    at.origin.answer = (_request, response) => response.writeHead(200, shared).end('x'.repeat(5_000));
    for (const path of ['/1', '/2', '/3', '/4', '/5', '/6', '/1', '/7']) await at.call(path);
    expect(at.edge.store.counts().bytes).toBeLessThanOrEqual(40_000);
    expect(cacheOf(await at.call('/1'))).toBe('HIT');
    expect(cacheOf(await at.call('/2'))).toBe('MISS');
    at.origin.answer = (_request, response) => response.writeHead(200, shared).end('x'.repeat(20_000));
    expect((await at.call('/long')).body).toHaveLength(20_000);
    expect(cacheOf(await at.call('/long'))).toBe('MISS');
  });
});

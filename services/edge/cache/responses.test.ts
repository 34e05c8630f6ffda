import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { cacheForEach, html, shared } from './testing/cache.ts';
import { page } from './testing/proxy.ts';

const cache = cacheForEach();

describe('the response to the browser', () => {
  test('has the directives for browsers, and no header for shared caches', async () => {
    cache.respondWithCount({ ...shared, 'x-powered-by': 'x', server: 'x', 'ratelimit-remaining': '9' });
    for (const _ of [1, 2]) {
      const { headers } = await cache.fetch('/a');
      expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
      for (const name of [
        'surrogate-key',
        'x-powered-by',
        'server',
        'x-edge-fetch',
        'x-edge-stored-response',
        'x-edge-client-cache-control',
        'warning',
      ])
        expect(headers).not.toHaveProperty(name);
    }
    expect((await cache.fetch('/a')).headers).not.toHaveProperty('ratelimit-remaining');
    cache.respondWithCount({ ...html, 'cache-control': 'public, max-age=31536000, immutable' });
    expect((await cache.fetch('/media/b')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    cache.respondWithCount({ ...html, 'cache-control': 'private, max-age=5' });
    expect((await cache.fetch('/c')).headers['cache-control']).toBe('private, max-age=5');
  });

  test('is 304 for a matching validator, also where the origin sends no entity tag', async () => {
    cache.respondWithCount(shared);
    await cache.fetch('/a');
    const { headers } = await cache.fetch('/a');
    const again = await cache.fetch('/a', { headers: { 'if-none-match': `"other", ${headers.etag}` } });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers).toMatchObject({ etag: headers.etag, 'x-cache': 'HIT' });
    expect((await cache.fetch('/a', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    expect(cache.origin.requests).toHaveLength(1);
    expect(cache.origin.requests[0]?.headers).not.toHaveProperty('if-none-match');
  });

  test('has no body for HEAD', async () => {
    cache.respondWithCount(shared);
    for (const expected of ['MISS', 'HIT']) {
      const head = await cache.fetch('/a', { method: 'HEAD' });
      expect(head).toMatchObject({ status: 200, text: '' });
      expect(head.headers).toMatchObject({ 'x-cache': expected, 'content-type': 'text/html' });
    }
    expect((await cache.fetch('/a')).text).toBe(page('1'));
    expect(cache.origin.requests).toHaveLength(1);
  });

  test('is compressed by Accept-Encoding, once for all browsers', async () => {
    cache.origin.respond = (_request, response) =>
      response.writeHead(200, { ...shared, etag: '"strong"' }).end(page('one'));
    for (const expected of ['MISS', 'HIT', 'HIT']) {
      const brotli = await cache.fetch('/a', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
      expect(brotli.headers).toMatchObject({
        'content-encoding': 'br',
        'x-cache': expected,
        vary: 'Accept-Encoding',
        etag: 'W/"strong"',
      });
      expect(brotliDecompressSync(brotli.body).toString()).toBe(page('one'));
    }
    const zipped = await cache.fetch('/a', { headers: { 'accept-encoding': 'gzip, br;q=0' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body).toString()).toBe(page('one'));
    expect((await cache.fetch('/a')).headers).not.toHaveProperty('content-encoding');
    expect(cache.origin.requests.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity']);
    expect(
      (await cache.fetch('/a', { headers: { 'if-none-match': 'W/"strong"', 'accept-encoding': 'br' } })).status,
    ).toBe(304);
  });

  test('is not compressed for pictures, short bodies and compressed bodies', async () => {
    const headers = { 'accept-encoding': 'br' };
    cache.respondWithCount({ ...shared, 'content-type': 'image/webp' });
    expect((await cache.fetch('/picture', { headers })).headers).not.toHaveProperty('content-encoding');
    cache.origin.respond = (_request, response) =>
      response.writeHead(200, { ...shared, 'content-length': '2' }).end('ok');
    expect((await cache.fetch('/short', { headers })).text).toBe('ok');
    cache.respondWithCount({ ...shared, 'content-encoding': 'x-own' });
    expect((await cache.fetch('/own', { headers })).headers['content-encoding']).toBe('x-own');
  });

  test('has Location under the stripped prefix', async () => {
    await cache.restart({
      routes: [
        { prefix: '/api', origin: cache.origin.url, strip: true },
        { prefix: '/media', origin: cache.origin.url, strip: false },
      ],
    });
    cache.origin.respond = (_request, response) => response.writeHead(201, { location: '/orders/1' }).end();
    expect((await cache.fetch('/api/orders?a=1', { method: 'POST' })).headers.location).toBe('/api/orders/1');
    await cache.fetch('/api?x');
    await cache.fetch('/media/a');
    expect(cache.origin.requests.map(({ url }) => url)).toEqual(['/orders?a=1', '/?x', '/media/a']);
    expect((await cache.fetch('/apiary')).status).toBe(404);
  });
});

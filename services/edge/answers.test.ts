import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { page } from './testing/edge.ts';
import { frontForEach, html, shared } from './testing/front.ts';

const at = frontForEach();

describe('what the browser gets', () => {
  test('its own part of the directives, and nothing that is for caches before it', async () => {
    at.count({ ...shared, 'x-powered-by': 'x', server: 'x', 'ratelimit-remaining': '9' });
    for (const _ of [1, 2]) {
      const { headers } = await at.call('/a');
      expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
      for (const name of [
        'surrogate-key',
        'x-powered-by',
        'server',
        'x-edge-ticket',
        'x-edge-entry',
        'x-edge-browser',
        'warning',
      ])
        expect(headers).not.toHaveProperty(name);
    }
    expect((await at.call('/a')).headers).not.toHaveProperty('ratelimit-remaining');
    at.count({ ...html, 'cache-control': 'public, max-age=31536000, immutable' });
    expect((await at.call('/media/b')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    at.count({ ...html, 'cache-control': 'private, max-age=5' });
    expect((await at.call('/c')).headers['cache-control']).toBe('private, max-age=5');
  });

  test('304 when it has it already, also where the server behind gives no entity tag', async () => {
    at.count(shared);
    await at.call('/a');
    const { headers } = await at.call('/a');
    const again = await at.call('/a', { headers: { 'if-none-match': `"other", ${headers.etag}` } });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers).toMatchObject({ etag: headers.etag, 'x-cache': 'HIT' });
    expect((await at.call('/a', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    expect(at.origin.seen).toHaveLength(1);
    expect(at.origin.seen[0]?.headers).not.toHaveProperty('if-none-match');
  });

  test('the head without the body', async () => {
    at.count(shared);
    for (const expected of ['MISS', 'HIT']) {
      const head = await at.call('/a', { method: 'HEAD' });
      expect(head).toMatchObject({ status: 200, text: '' });
      expect(head.headers).toMatchObject({ 'x-cache': expected, 'content-type': 'text/html' });
    }
    expect((await at.call('/a')).text).toBe(page('1'));
    expect(at.origin.seen).toHaveLength(1);
  });

  test('text is compressed as it takes it, once for all', async () => {
    at.origin.answer = (_request, response) =>
      response.writeHead(200, { ...shared, etag: '"strong"' }).end(page('one'));
    for (const expected of ['MISS', 'HIT', 'HIT']) {
      const brotli = await at.call('/a', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
      expect(brotli.headers).toMatchObject({
        'content-encoding': 'br',
        'x-cache': expected,
        vary: 'Accept-Encoding',
        etag: 'W/"strong"',
      });
      expect(brotliDecompressSync(brotli.body).toString()).toBe(page('one'));
    }
    const zipped = await at.call('/a', { headers: { 'accept-encoding': 'gzip, br;q=0' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body).toString()).toBe(page('one'));
    expect((await at.call('/a')).headers).not.toHaveProperty('content-encoding');
    expect(at.origin.seen.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity']);
    expect((await at.call('/a', { headers: { 'if-none-match': 'W/"strong"', 'accept-encoding': 'br' } })).status).toBe(
      304,
    );
  });

  test('pictures, short answers and what is compressed already stay as they are', async () => {
    const headers = { 'accept-encoding': 'br' };
    at.count({ ...shared, 'content-type': 'image/webp' });
    expect((await at.call('/picture', { headers })).headers).not.toHaveProperty('content-encoding');
    at.origin.answer = (_request, response) => response.writeHead(200, { ...shared, 'content-length': '2' }).end('ok');
    expect((await at.call('/short', { headers })).text).toBe('ok');
    at.count({ ...shared, 'content-encoding': 'x-own' });
    expect((await at.call('/own', { headers })).headers['content-encoding']).toBe('x-own');
  });

  test('addresses under the prefix that was cut off', async () => {
    await at.restart({
      routes: [
        { prefix: '/api', origin: at.origin.url, strip: true },
        { prefix: '/media', origin: at.origin.url, strip: false },
      ],
    });
    at.origin.answer = (_request, response) => response.writeHead(201, { location: '/orders/1' }).end();
    expect((await at.call('/api/orders?a=1', { method: 'POST' })).headers.location).toBe('/api/orders/1');
    await at.call('/api?x');
    await at.call('/media/a');
    expect(at.origin.seen.map(({ url }) => url)).toEqual(['/orders?a=1', '/?x', '/media/a']);
    expect((await at.call('/apiary')).status).toBe(404);
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../platform/testing/until.ts';
import { cacheForEach, cacheStatusOf, shared, type TestResponse } from './testing/cache.ts';

const cache = cacheForEach();

const digits = '0123456789';
const modified = 'Sun, 01 Nov 2026 10:00:00 GMT';
const headers = { ...shared, 'content-type': 'image/webp', etag: '"one"', 'last-modified': modified };

function serve(body: string, more: Record<string, string> = {}, status = 200): void {
  cache.origin.respond = (_request, response) => response.writeHead(status, { ...headers, ...more }).end(body);
}

const part = (range: string, more: Record<string, string> = {}): Promise<TestResponse> =>
  cache.fetch('/a', { headers: { range, ...more } });

describe('a range of a stored response', () => {
  beforeEach(async () => {
    serve(digits);
    await cache.fetch('/a');
  });

  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', digits, 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['Bytes= 9-9', '9', 'bytes 9-9/10'],
  ])('%s', async (range, text, contentRange) => {
    const response = await part(range);
    expect(response).toMatchObject({ status: 206, text });
    expect(response.headers).toMatchObject({
      'content-range': contentRange,
      'content-length': String(text.length),
      'accept-ranges': 'bytes',
      'x-cache': 'HIT',

      etag: '"one"',
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=0, must-revalidate',
    });
    expect(cache.origin.requests).toHaveLength(1);
  });

  test.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])(
    '%s, which is unsatisfiable, is 416 with the length',
    async range => {
      const response = await part(range);
      expect(response.status).toBe(416);
      expect(response.headers).toMatchObject({ 'content-range': 'bytes */10', 'cache-control': 'no-store' });
      expect(response.headers).not.toHaveProperty('etag');
      expect(JSON.parse(response.text)).toMatchObject({ status: 416, title: 'Range Not Satisfiable' });
    },
  );

  test.each(['bytes=0-1,4-5', 'bytes=3-1', 'bytes=-', 'bytes=a-b', 'lines=0-3', 'bytes 0-3'])(
    '%s is ignored: the whole is sent',
    async range => {
      const response = await part(range);
      expect(response).toMatchObject({ status: 200, text: digits });
      expect(response.headers).not.toHaveProperty('content-range');
    },
  );

  test.each([
    ['the tag', '"one"', 206],
    ['the date', modified, 206],
    ['another tag', '"two"', 200],
    ['a weak tag', 'W/"one"', 200],
    ['another date', 'Sun, 01 Nov 2026 09:00:00 GMT', 200],
    ['nonsense', 'one', 200],
  ])('If-Range with %s', async (_name, known, status) => {
    const response = await part('bytes=0-3', { 'if-range': known });
    expect(response).toMatchObject({ status, text: status === 206 ? '0123' : digits });
  });

  test('is 304 for a matching If-None-Match', async () => {
    expect(await part('bytes=0-3', { 'if-none-match': '"one"' })).toMatchObject({ status: 304, text: '' });
  });

  test('is ignored for HEAD', async () => {
    const response = await cache.fetch('/a', { method: 'HEAD', headers: { range: 'bytes=0-3' } });
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({ 'content-length': '10', 'accept-ranges': 'bytes' });
  });

  test('is forwarded with If-Match, which only the origin can evaluate', async () => {
    cache.origin.respond = (_request, response) => response.writeHead(412).end();
    expect((await part('bytes=0-3', { 'if-match': '"one"' })).status).toBe(412);
    expect(cache.origin.requests.at(-1)?.headers).toMatchObject({ range: 'bytes=0-3', 'if-match': '"one"' });
  });
});

test('ranges of a text fit together, whatever encodings the browser accepts', async () => {
  const text = 'a sentence. '.repeat(500);
  serve(text, { 'content-type': 'text/plain' });
  await cache.fetch('/a');
  const parts = [];
  for (const range of ['bytes=0-2999', 'bytes=3000-'])
    parts.push(await part(range, { 'accept-encoding': 'br, gzip', 'if-range': '"one"' }));
  expect(parts.map(({ status, headers: { etag } }) => [status, etag])).toEqual(Array(2).fill([206, '"one"']));
  for (const { headers } of parts) expect(headers).not.toHaveProperty('content-encoding');
  expect(parts.map(response => response.text).join('')).toBe(text);
});

test('a download can be resumed also where the origin sends no entity tag', async () => {
  cache.origin.respond = (_request, response) => response.writeHead(200, shared).end(digits);
  await cache.fetch('/a');
  const { etag = '' } = (await cache.fetch('/a')).headers;
  expect(await part('bytes=5-', { 'if-range': etag })).toMatchObject({ status: 206, text: '56789' });
});

test('a range of a stale response is sent while it is revalidated, and when the origin is down', async () => {
  serve(digits, { 'cache-control': 'public, s-maxage=1, stale-while-revalidate=1' });
  await cache.fetch('/a');
  await until(async () => cacheStatusOf(await part('bytes=0-3')) === 'STALE', { describe: 'it is stale' });
  await cache.origin.stop();
  const key = { origin: cache.origin.url, method: 'GET', path: '/a', headers: { host: new URL(cache.proxy.url).host } };
  await until(async () => cache.proxy.store.freshness(key) === 'absent', {
    describe: 'stale-while-revalidate is over',
  });
  const response = await part('bytes=2-3');
  expect([response.status, response.text, cacheStatusOf(response)]).toEqual([206, '23', 'STALE']);
});

test('where nothing is stored, the range comes from the origin', async () => {
  cache.origin.respond = (request, response) => {
    if (request.headers.range === undefined) response.writeHead(200, headers).end(digits);
    else response.writeHead(206, { ...headers, 'content-range': 'bytes 0-3/10' }).end('0123');
  };
  const response = await part('bytes=0-3', { 'if-range': '"one"' });
  expect(response).toMatchObject({ status: 206, text: '0123' });
  expect(cache.origin.requests[0]?.headers).toMatchObject({ range: 'bytes=0-3', 'if-range': '"one"' });
  expect(await cache.fetch('/a')).toMatchObject({ status: 200, text: digits });
});

test('an empty body has no ranges', async () => {
  serve('');
  await cache.fetch('/a');
  expect(await part('bytes=0-')).toMatchObject({ status: 200, text: '' });
});

test('a 404 has no ranges', async () => {
  serve(digits, {}, 404);
  await cache.fetch('/a');
  expect(await part('bytes=0-3')).toMatchObject({ status: 404, text: digits });
});

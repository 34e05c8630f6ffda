import { beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../platform/testing/until.ts';
import { type Answer, cacheOf, frontForEach, shared } from './testing/front.ts';

const at = frontForEach();

const digits = '0123456789';
const modified = 'Sun, 01 Nov 2026 10:00:00 GMT';
const headers = { ...shared, 'content-type': 'image/webp', etag: '"one"', 'last-modified': modified };

function serve(body: string, more: Record<string, string> = {}, status = 200): void {
  at.origin.answer = (_request, response) => response.writeHead(status, { ...headers, ...more }).end(body);
}

const part = (range: string, more: Record<string, string> = {}): Promise<Answer> =>
  at.call('/a', { headers: { range, ...more } });

describe('a part of what is stored', () => {
  beforeEach(async () => {
    serve(digits);
    await at.call('/a');
  });

  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', digits, 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['Bytes= 9-9', '9', 'bytes 9-9/10'],
  ])('%s', async (range, text, told) => {
    const answer = await part(range);
    expect(answer).toMatchObject({ status: 206, text });
    expect(answer.headers).toMatchObject({
      ...{ 'content-range': told, 'content-length': String(text.length), 'accept-ranges': 'bytes', 'x-cache': 'HIT' },
      ...{ etag: '"one"', 'content-type': 'image/webp', 'cache-control': 'public, max-age=0, must-revalidate' },
    });
    expect(at.origin.seen).toHaveLength(1);
  });

  test.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])(
    '%s, which it does not have, is refused with its length',
    async range => {
      const answer = await part(range);
      expect(answer.status).toBe(416);
      expect(answer.headers).toMatchObject({ 'content-range': 'bytes */10', 'cache-control': 'no-store' });
      expect(answer.headers).not.toHaveProperty('etag');
      expect(JSON.parse(answer.text)).toMatchObject({ status: 416, title: 'Range Not Satisfiable' });
    },
  );

  test.each(['bytes=0-1,4-5', 'bytes=3-1', 'bytes=-', 'bytes=a-b', 'lines=0-3', 'bytes 0-3'])(
    '%s is answered with the whole',
    async range => {
      const answer = await part(range);
      expect(answer).toMatchObject({ status: 200, text: digits });
      expect(answer.headers).not.toHaveProperty('content-range');
    },
  );

  test.each([
    ['the tag', '"one"', 206],
    ['the date', modified, 206],
    ['another tag', '"two"', 200],
    ['a weak tag', 'W/"one"', 200],
    ['another date', 'Sun, 01 Nov 2026 09:00:00 GMT', 200],
    ['nonsense', 'one', 200],
  ])('if it is still the same by %s', async (_name, known, status) => {
    const answer = await part('bytes=0-3', { 'if-range': known });
    expect(answer).toMatchObject({ status, text: status === 206 ? '0123' : digits });
  });

  test('304 where the browser has the whole', async () => {
    expect(await part('bytes=0-3', { 'if-none-match': '"one"' })).toMatchObject({ status: 304, text: '' });
  });

  test('not for the head alone', async () => {
    const answer = await at.call('/a', { method: 'HEAD', headers: { range: 'bytes=0-3' } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-length': '10', 'accept-ranges': 'bytes' });
  });

  test('is asked of the server behind where it must be one of what that has now', async () => {
    at.origin.answer = (_request, response) => response.writeHead(412).end();
    expect((await part('bytes=0-3', { 'if-match': '"one"' })).status).toBe(412);
    expect(at.origin.seen.at(-1)?.headers).toMatchObject({ range: 'bytes=0-3', 'if-match': '"one"' });
  });
});

test('parts of a text fit together, whatever encodings the browser takes', async () => {
  const text = 'a sentence. '.repeat(500);
  serve(text, { 'content-type': 'text/plain' });
  await at.call('/a');
  const parts = [];
  for (const range of ['bytes=0-2999', 'bytes=3000-'])
    parts.push(await part(range, { 'accept-encoding': 'br, gzip', 'if-range': '"one"' }));
  expect(parts.map(({ status, headers: { etag } }) => [status, etag])).toEqual(Array(2).fill([206, '"one"']));
  for (const { headers: told } of parts) expect(told).not.toHaveProperty('content-encoding');
  expect(parts.map(answer => answer.text).join('')).toBe(text);
});

test('the rest of what broke off can be asked for also where the server behind gives no tag', async () => {
  at.origin.answer = (_request, response) => response.writeHead(200, shared).end(digits);
  await at.call('/a');
  const { etag = '' } = (await at.call('/a')).headers;
  expect(await part('bytes=5-', { 'if-range': etag })).toMatchObject({ status: 206, text: '56789' });
});

test('a part of something old is given while the new one is fetched, and when the server behind is gone', async () => {
  serve(digits, { 'cache-control': 'public, s-maxage=1, stale-while-revalidate=1' });
  await at.call('/a');
  await until(async () => cacheOf(await part('bytes=0-3')) === 'STALE', { describe: 'it is old' });
  await at.origin.stop();
  const key = { origin: at.origin.url, method: 'GET', path: '/a', headers: { host: new URL(at.edge.url).host } };
  await until(async () => at.edge.store.standing(key) === 'absent', {
    describe: 'it is older than may be shown while it is fetched',
  });
  const answer = await part('bytes=2-3');
  expect([answer.status, answer.text, cacheOf(answer)]).toEqual([206, '23', 'STALE']);
});

test('of nothing that is stored, a part comes from the server behind', async () => {
  at.origin.answer = (request, response) => {
    if (request.headers.range === undefined) response.writeHead(200, headers).end(digits);
    else response.writeHead(206, { ...headers, 'content-range': 'bytes 0-3/10' }).end('0123');
  };
  const answer = await part('bytes=0-3', { 'if-range': '"one"' });
  expect(answer).toMatchObject({ status: 206, text: '0123' });
  expect(at.origin.seen[0]?.headers).toMatchObject({ range: 'bytes=0-3', 'if-range': '"one"' });
  expect(await at.call('/a')).toMatchObject({ status: 200, text: digits });
});

test('an answer without a body has no parts', async () => {
  serve('');
  await at.call('/a');
  expect(await part('bytes=0-')).toMatchObject({ status: 200, text: '' });
});

test('what is not there has no parts', async () => {
  serve(digits, {}, 404);
  await at.call('/a');
  expect(await part('bytes=0-3')).toMatchObject({ status: 404, text: digits });
});

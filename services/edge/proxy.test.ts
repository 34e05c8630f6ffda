import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../platform/testing/until.ts';
import { page, startEdge, startOrigin, type TestEdge, type TestOrigin } from './testing/edge.ts';

let origin: TestOrigin;
let edge: TestEdge;

beforeEach(async () => {
  origin = await startOrigin();
  edge = await startEdge({ routes: [{ prefix: '/', origin: origin.url, strip: false }] });
});
afterEach(async () => {
  await edge.stop();
  await origin.stop().catch(() => {});
});

const html = { 'content-type': 'text/html' };
const shared = {
  ...html,
  'cache-control': 'public, max-age=0, s-maxage=60, stale-while-revalidate=600',
  'surrogate-key': 'product:bananas products',
};

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
}

/** As a browser that takes nothing compressed, keeps nothing and follows nothing. */
function call(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  const { hostname, port } = new URL(edge.url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method: options.method ?? 'GET', headers: options.headers ?? {} }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString() });
      });
    });
    sent.on('error', reject).end(options.body);
  });
}

const cacheOf = ({ headers }: Answer) => headers['x-cache'];

/** What the server behind answers with: a count, so that each answer differs. */
function counting(headers: Record<string, string>, status = 200): void {
  let count = 0;
  origin.answer = (_request, response) => {
    count += 1;
    response.writeHead(status, headers).end(page(String(count)));
  };
}

describe('what is stored', () => {
  test('a shared answer is asked for once', async () => {
    counting(shared);
    expect(cacheOf(await call('/products/bananas'))).toBe('MISS');
    const again = await call('/products/bananas');
    expect(cacheOf(again)).toBe('HIT');
    expect(again.text).toBe(page('1'));
    expect(Number(again.headers.age)).toBeGreaterThanOrEqual(0);
    expect(origin.seen).toHaveLength(1);
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
    counting({ ...html, ...headers });
    expect((await call('/a')).text).toBe(page('1'));
    const second = await call('/a');
    expect(second.text).toBe(page('2'));
    expect(cacheOf(second)).not.toBe('HIT');
  });

  test.each([
    ['a bearer token', { authorization: 'Bearer abc' }],
    ['an order token', { 'x-order-token': 'abc' }],
  ])('neither given to nor kept from whoever shows %s', async (_name, headers) => {
    counting(shared);
    expect((await call('/a', { headers })).headers['x-cache']).toBe('PASS');
    expect((await call('/a')).text).toBe(page('2'));
    expect((await call('/a', { headers })).text).toBe(page('3'));
  });

  test('a cookie reaches the server behind, but makes no difference to what is found', async () => {
    counting(shared);
    await call('/a', { headers: { cookie: 'cart=1' } });
    expect(origin.seen[0]?.headers.cookie).toBe('cart=1');
    expect((await call('/a', { headers: { cookie: 'cart=2' } })).text).toBe(page('1'));
  });

  test('what varies is kept apart', async () => {
    origin.answer = (request, response) =>
      response.writeHead(200, { ...shared, vary: 'Accept-Language' }).end(page(String(request.headers['accept-language'])));
    for (const language of ['de', 'en', 'de', 'en']) {
      expect((await call('/a', { headers: { 'accept-language': language } })).text).toBe(page(language));
    }
    expect(origin.seen).toHaveLength(2);
  });

  test('each host has its own answers', async () => {
    origin.answer = (request, response) => response.writeHead(200, shared).end(page(String(request.headers.host)));
    expect((await call('/a', { headers: { host: 'shop.example' } })).text).toBe(page('shop.example'));
    expect((await call('/a', { headers: { host: 'evil.example' } })).text).toBe(page('evil.example'));
    expect((await call('/a', { headers: { host: 'shop.example' } })).text).toBe(page('shop.example'));
  });

  test('a change makes what is stored at its address old', async () => {
    counting(shared);
    await call('/a');
    expect((await call('/a', { method: 'POST', body: 'x' })).status).toBe(200);
    expect((await call('/a')).text).toBe(page('3'));
  });

  test('no more than there is room for; what was not asked for longest goes', async () => {
    await edge.stop();
    edge = await startEdge({ routes: [{ prefix: '/', origin: origin.url, strip: false }], limit: 40_000 });
    origin.answer = (_request, response) => response.writeHead(200, shared).end('x'.repeat(5_000));
    for (const path of ['/1', '/2', '/3', '/4', '/5', '/6', '/1', '/7']) await call(path);
    expect(edge.store.counts().bytes).toBeLessThanOrEqual(40_000);
    expect(cacheOf(await call('/1'))).toBe('HIT');
    expect(cacheOf(await call('/2'))).toBe('MISS');
    origin.answer = (_request, response) => response.writeHead(200, shared).end('x'.repeat(20_000));
    expect((await call('/long')).body).toHaveLength(20_000);
    expect(cacheOf(await call('/long'))).toBe('MISS');
  });
});

describe('what the browser gets', () => {
  test('its own part of the directives, and nothing that is for caches before it', async () => {
    counting({ ...shared, 'x-powered-by': 'x', server: 'x', 'ratelimit-remaining': '9' });
    for (const _ of [1, 2]) {
      const { headers } = await call('/a');
      expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
      for (const name of ['surrogate-key', 'x-powered-by', 'server', 'x-edge-ticket', 'x-edge-entry', 'x-edge-browser', 'warning'])
        expect(headers).not.toHaveProperty(name);
    }
    expect((await call('/a')).headers).not.toHaveProperty('ratelimit-remaining');
    counting({ ...html, 'cache-control': 'public, max-age=31536000, immutable' });
    expect((await call('/media/b')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    counting({ ...html, 'cache-control': 'private, max-age=5' });
    expect((await call('/c')).headers['cache-control']).toBe('private, max-age=5');
  });

  test('304 when it has it already, also where the server behind gives no entity tag', async () => {
    counting(shared);
    await call('/a');
    const { headers } = await call('/a');
    const again = await call('/a', { headers: { 'if-none-match': `"other", ${headers.etag}` } });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers).toMatchObject({ etag: headers.etag, 'x-cache': 'HIT' });
    expect((await call('/a', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    expect(origin.seen).toHaveLength(1);
    expect(origin.seen[0]?.headers).not.toHaveProperty('if-none-match');
  });

  test('the head without the body', async () => {
    counting(shared);
    for (const expected of ['MISS', 'HIT']) {
      const head = await call('/a', { method: 'HEAD' });
      expect(head).toMatchObject({ status: 200, text: '' });
      expect(head.headers).toMatchObject({ 'x-cache': expected, 'content-type': 'text/html' });
    }
    expect((await call('/a')).text).toBe(page('1'));
    expect(origin.seen).toHaveLength(1);
  });

  test('a part of it, from the server behind', async () => {
    counting(shared);
    await call('/a');
    origin.answer = (request, response) =>
      response.writeHead(206, { ...shared, 'content-range': 'bytes 0-3/100' }).end(String(request.headers.range).slice(0, 4));
    expect(await call('/a', { headers: { range: 'bytes=0-3' } })).toMatchObject({ status: 206, text: 'byte' });
    expect((await call('/a')).text).toBe(page('1'));
  });

  test('text is compressed as it takes it, once for all', async () => {
    origin.answer = (_request, response) => response.writeHead(200, { ...shared, etag: '"strong"' }).end(page('one'));
    for (const expected of ['MISS', 'HIT', 'HIT']) {
      const brotli = await call('/a', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
      expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', 'x-cache': expected, vary: 'Accept-Encoding', etag: 'W/"strong"' });
      expect(brotliDecompressSync(brotli.body).toString()).toBe(page('one'));
    }
    const zipped = await call('/a', { headers: { 'accept-encoding': 'gzip, br;q=0' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body).toString()).toBe(page('one'));
    expect((await call('/a')).headers).not.toHaveProperty('content-encoding');
    expect(origin.seen.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity']);
    expect((await call('/a', { headers: { 'if-none-match': 'W/"strong"', 'accept-encoding': 'br' } })).status).toBe(304);
  });

  test('pictures, short answers and what is compressed already stay as they are', async () => {
    const headers = { 'accept-encoding': 'br' };
    counting({ ...shared, 'content-type': 'image/webp' });
    expect((await call('/picture', { headers })).headers).not.toHaveProperty('content-encoding');
    origin.answer = (_request, response) => response.writeHead(200, { ...shared, 'content-length': '2' }).end('ok');
    expect((await call('/short', { headers })).text).toBe('ok');
    counting({ ...shared, 'content-encoding': 'x-own' });
    expect((await call('/own', { headers })).headers['content-encoding']).toBe('x-own');
  });

  test('addresses under the prefix that was cut off', async () => {
    await edge.stop();
    edge = await startEdge({
      routes: [
        { prefix: '/api', origin: origin.url, strip: true },
        { prefix: '/media', origin: origin.url, strip: false },
      ],
    });
    origin.answer = (_request, response) => response.writeHead(201, { location: '/orders/1' }).end();
    expect((await call('/api/orders?a=1', { method: 'POST' })).headers.location).toBe('/api/orders/1');
    await call('/api?x');
    await call('/media/a');
    expect(origin.seen.map(({ url }) => url)).toEqual(['/orders?a=1', '/?x', '/media/a']);
    expect((await call('/apiary')).status).toBe(404);
  });
});

describe('when it is old', () => {
  const brief = { ...shared, 'cache-control': 'public, max-age=0, s-maxage=1, stale-while-revalidate=60' };

  async function untilStale(path: string): Promise<void> {
    await until(
      async () => edge.store.standing({ origin: origin.url, method: 'GET', path, headers: { host: new URL(edge.url).host } }) !== 'fresh',
      {
        describe: 'what is stored is old',
      },
    );
  }

  test('it is given at once, while one request, however many ask, fetches the new one', async () => {
    counting(brief);
    await call('/a');
    await untilStale('/a');
    const held: (() => void)[] = [];
    origin.answer = (_request, response) => void held.push(() => response.writeHead(200, brief).end(page('new')));
    const answers = await Promise.all(Array.from({ length: 20 }, () => call('/a')));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set([page('1')]));
    expect(answers.map(cacheOf)).toContain('STALE');
    await until(async () => held.length > 0, { describe: 'the new one is asked for' });
    expect(held).toHaveLength(1);
    held[0]?.();
    await until(async () => (await call('/a')).text === page('new'), { describe: 'the new one is there' });
    expect(origin.seen).toHaveLength(2);
  });

  test('it is asked for before it is given while nobody says what changed', async () => {
    counting(brief);
    await call('/a');
    await untilStale('/a');
    edge.isUpToDate = false;
    const again = await call('/a');
    expect([cacheOf(again), again.text]).toEqual(['MISS', page('2')]);
    await untilStale('/a');
    await origin.stop();
    expect(await call('/a')).toMatchObject({ status: 200, text: page('2') });
  });

  test('and unchanged, it is fresh again without being sent', async () => {
    origin.answer = (request, response) => {
      if (request.headers['if-none-match'] === '"one"')
        response.writeHead(304, { ...brief, 'cache-control': shared['cache-control'], etag: '"one"' }).end();
      else response.writeHead(200, { ...brief, etag: '"one"' }).end(page('one'));
    };
    await call('/a');
    await untilStale('/a');
    expect(cacheOf(await call('/a'))).toBe('STALE');
    await until(async () => cacheOf(await call('/a')) === 'HIT', { describe: 'it is fresh again' });
    expect((await call('/a')).text).toBe(page('one'));
    expect(origin.seen).toHaveLength(2);
    expect(edge.statistics.report().total.revalidated).toBe(1);
  });

  test('past that time, it is asked for again before it is given', async () => {
    const strict = { ...shared, 'cache-control': 'public, s-maxage=1', etag: '"one"' };
    origin.answer = (request, response) => {
      if (request.headers['if-none-match'] === '"one"')
        response.writeHead(304, { ...strict, 'cache-control': 'public, s-maxage=60' }).end();
      else response.writeHead(200, strict).end(page('one'));
    };
    await call('/a');
    await untilStale('/a');
    const again = await call('/a');
    expect([cacheOf(again), again.text]).toEqual(['HIT', page('one')]);
    expect(cacheOf(await call('/a'))).toBe('HIT');
    expect(origin.seen).toHaveLength(2);
  });

  test.each(['is gone', 'fails', 'has too much to do'])('and the server behind %s, it is given all the same', async how => {
    counting({ ...shared, 'cache-control': 'public, s-maxage=1' });
    await call('/a');
    await untilStale('/a');
    if (how === 'is gone') await origin.stop();
    else
      origin.answer = (_request, response) =>
        response.writeHead(how === 'fails' ? 500 : 503, { 'cache-control': 'no-store' }).end('broken');
    for (const _ of [1, 2, 3]) {
      const answer = await call('/a');
      expect([answer.status, cacheOf(answer), answer.text]).toEqual([200, 'STALE', page('1')]);
    }
    if (how === 'is gone') {
      expect(await call('/other')).toMatchObject({ status: 503 });
      await origin.start();
    } else expect(origin.seen).toHaveLength(2);
    counting(shared);
    await until(async () => cacheOf(await call('/a')) !== 'STALE', { describe: 'the server is asked again' });
  });

  test('not when its server says that it must be asked', async () => {
    counting({ ...shared, 'cache-control': 'public, s-maxage=1, must-revalidate' });
    await call('/a');
    await untilStale('/a');
    await origin.stop();
    expect((await call('/a')).status).toBe(503);
  });
});

describe('a purge', () => {
  test('removes what carries the tag, and nothing else', async () => {
    counting(shared);
    await call('/bananas');
    counting({ ...shared, 'surrogate-key': 'product:apples' });
    await call('/apples');
    expect(edge.store.purge(['product:bananas'])).toHaveLength(1);
    expect(edge.store.purge(['product:bananas'])).toHaveLength(0);
    expect(cacheOf(await call('/apples'))).toBe('HIT');
    expect(cacheOf(await call('/bananas'))).toBe('MISS');
  });

  test.each(['before the answer begins', 'while it comes'])('of what is on its way, %s, keeps it from being stored', async when => {
    const held: (() => void)[] = [];
    origin.answer = (_request, response) => {
      if (when === 'while it comes') response.writeHead(200, shared).write('old');
      held.push(() => {
        if (when !== 'while it comes') response.writeHead(200, shared);
        response.end('old');
      });
    };
    const first = call('/a');
    await until(async () => held.length === 1, { describe: 'it is asked for' });
    edge.store.purge(['product:bananas']);
    held[0]?.();
    expect((await first).text).toMatch(/^(old)+$/);
    counting(shared);
    expect(await call('/a')).toMatchObject({ text: page('1') });
  });

  test('while it is being revalidated keeps the old one from coming back', async () => {
    counting({ ...shared, etag: '"one"', 'cache-control': 'public, s-maxage=1, stale-while-revalidate=60' });
    await call('/a');
    await until(async () => cacheOf(await call('/never', { method: 'HEAD' })) !== undefined, { describe: 'ready' });
    const key = { origin: origin.url, method: 'GET', path: '/a', headers: { host: new URL(edge.url).host } };
    await until(async () => edge.store.standing(key) === 'stale', { describe: 'it is old' });
    const held: (() => void)[] = [];
    origin.answer = (_request, response) => void held.push(() => response.writeHead(304, { ...shared, etag: '"one"' }).end());
    expect(cacheOf(await call('/a'))).toBe('STALE');
    await until(async () => held.length === 1, { describe: 'it is asked for again' });
    edge.store.purge(['products']);
    held[0]?.();
    counting(shared);
    expect(await call('/a')).toMatchObject({ text: page('1') });
  });
});

describe('many who want the same', () => {
  test('ask once, also right after a purge', async () => {
    const held: (() => void)[] = [];
    origin.answer = (_request, response) => void held.push(() => response.writeHead(200, shared).end(page(String(held.length))));
    for (const round of [1, 2]) {
      const herd = Array.from({ length: 50 }, (_, index) =>
        call('/a', { headers: { cookie: `visitor=${index}`, 'user-agent': `browser ${index}` } }),
      );
      await until(async () => edge.waiting('/a') === 49 && held.length === round, { describe: 'all but one wait' });
      held[round - 1]?.();
      expect(new Set((await Promise.all(herd)).map(({ text }) => text))).toEqual(new Set([page(String(round))]));
      expect(origin.seen).toHaveLength(round);
      edge.store.purge(['products']);
    }
  });

  test('do not wait for one another where it is for one person each', async () => {
    origin.answer = (request, response) =>
      response.writeHead(200, { ...html, 'cache-control': 'private, no-store' }).end(String(request.headers.cookie));
    const visitors = Array.from({ length: 10 }, (_, index) => `visitor=${index}`);
    const answers = await Promise.all(visitors.map(cookie => call('/cart', { headers: { cookie } })));
    expect(answers.map(({ text }) => text)).toEqual(visitors);
    const held: (() => void)[] = [];
    origin.answer = (_request, response) => void held.push(() => response.end('mine'));
    const second = visitors.map(cookie => call('/cart', { headers: { cookie } }));
    await until(async () => held.length === 10, { describe: 'all are asked for at once' });
    for (const answer of held) answer();
    await Promise.all(second);
  });

  test('are told together that the server behind fails, which is asked once', async () => {
    const held: (() => void)[] = [];
    origin.answer = (_request, response) => void held.push(() => response.writeHead(500).end());
    const herd = Array.from({ length: 20 }, () => call('/a'));
    await until(async () => edge.waiting('/a') === 19 && held.length === 1, { describe: 'all but one wait' });
    held[0]?.();
    expect((await Promise.all(herd)).map(({ status }) => status).sort()).toEqual([500, ...Array.from({ length: 19 }, () => 503)]);
    expect(origin.seen).toHaveLength(1);
  });

  test('get it although the first of them goes away', async () => {
    const held: (() => void)[] = [];
    origin.answer = (_request, response) => void held.push(() => response.writeHead(200, shared).end(page('one')));
    const gone = new AbortController();
    const first = fetch(`${edge.url}/a`, { signal: gone.signal, headers: { 'accept-encoding': 'identity' } }).catch(() => 'gone');
    await until(async () => held.length === 1, { describe: 'it is asked for' });
    const second = call('/a');
    const third = call('/a');
    await until(async () => edge.waiting('/a') === 2, { describe: 'they wait' });
    gone.abort();
    expect(await first).toBe('gone');
    held[0]?.();
    expect((await Promise.all([second, third])).map(({ text }) => text)).toEqual([page('one'), page('one')]);
  });
});

describe('what passes through', () => {
  test('changes, with their body and answer as they are', async () => {
    origin.answer = (request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
      request.pipe(response);
    };
    const answer = await call('/orders', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' });
    expect(answer).toMatchObject({ status: 201, text: '{"a":1}' });
    expect(answer.headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], 'x-cache': 'PASS' });
    expect((await call('/orders', { method: 'POST', headers: { 'transfer-encoding': 'chunked' }, body: 'long' })).text).toBe('long');
  });

  test('events arrive as they happen', async () => {
    let end: (() => void) | undefined;
    origin.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write('data: 1\n\n');
      end = () => response.write('data: 2\n\n');
    };
    const gone = new AbortController();
    const answer = await fetch(`${edge.url}/live?tag=a`, { headers: { accept: 'text/event-stream' }, signal: gone.signal });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await reader?.read()).toMatchObject({ value: 'data: 1\n\n' });
    end?.();
    expect(await reader?.read()).toMatchObject({ value: 'data: 2\n\n' });
    gone.abort();
  });

  test('a browser that goes away ends what was begun for it', async () => {
    let isOver = false;
    origin.answer = (_request, response) => {
      response.once('close', () => {
        isOver = true;
      });
      response.writeHead(200, html).write('a');
    };
    const gone = new AbortController();
    const answer = await fetch(`${edge.url}/slow`, { signal: gone.signal });
    expect(answer.status).toBe(200);
    gone.abort();
    await until(async () => isOver, { describe: 'the server hears of it' });
  });

  test('an answer that breaks off is not taken for whole, nor stored', async () => {
    origin.answer = (_request, response) => {
      response.writeHead(200, { ...shared, 'content-length': '100000' }).write('half');
      setImmediate(() => response.destroy());
    };
    await expect(call('/a')).rejects.toThrow();
    counting(shared);
    expect((await call('/a')).text).toBe(page('1'));
  });

  test('trusted proxies say where it came from, and nobody else', async () => {
    counting({});
    await call('/a', { headers: { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https' } });
    expect(origin.seen[0]?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
    await edge.stop();
    edge = await startEdge({ routes: [{ prefix: '/', origin: origin.url, strip: false }], trustedProxies: ['127.0.0.0/8'] });
    await call('/a', { headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.7', 'x-forwarded-proto': 'https' } });
    expect(origin.seen[1]?.headers).toMatchObject({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' });
  });

  test('nothing that could make the server behind answer for something else', async () => {
    counting({});
    await call('/a', {
      headers: {
        ...{
          'x-forwarded-host': 'evil.example',
          forwarded: 'host=evil.example',
          'x-original-url': '/evil',
          'x-middleware-subrequest': 'proxy',
        },
        ...{ 'x-http-method-override': 'DELETE', 'x-edge-entry': '1', 'x-mine': 'kept', connection: 'close, x-named', 'x-named': 'gone' },
      },
    });
    const { host } = new URL(edge.url);
    expect(origin.seen[0]?.headers).toMatchObject({ 'x-forwarded-host': host, host, 'x-mine': 'kept' });
    for (const name of ['forwarded', 'x-original-url', 'x-middleware-subrequest', 'x-http-method-override', 'x-edge-entry', 'x-named'])
      expect(origin.seen[0]?.headers).not.toHaveProperty(name);
  });
});

describe('requests that no server behind hears of', () => {
  function raw(text: string): Promise<string> {
    const { port } = new URL(edge.url);
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      socket.on('data', chunk => {
        answer += chunk;
      });
      socket.on('end', () => resolve(answer));
      socket.on('error', reject);
    });
  }

  test.each([
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['two different lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n', 400],
    ['an address of another server', 'GET http://evil.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    ['a trace', 'TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405],
    ['a websocket', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n', 501],
  ])('%s', async (_name, text, status) => {
    expect(await raw(text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(origin.seen).toHaveLength(0);
  });
});

test('counts what it does', async () => {
  counting(shared);
  const { text } = await call('/a');
  await call('/a');
  await call('/a', { headers: { authorization: 'Bearer a' } });
  await origin.stop();
  await call('/b');
  const { total, fronts } = edge.statistics.report();
  expect(total).toMatchObject({ hits: 1, misses: 1, passes: 2, errors: 1, bytes: expect.any(Number) });
  expect(total.bytes).toBeGreaterThanOrEqual(3 * text.length);
  expect(fronts[0]?.minutes.at(-1)).toMatchObject({ at: expect.stringMatching(/:00\.000Z$/), hits: 1 });
});

import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createLog } from '../../platform/observability/log.ts';
import { until } from '../../platform/testing/until.ts';
import { cacheForEach, html, shared } from './testing/cache.ts';
import { page } from './testing/proxy.ts';

const cache = cacheForEach();

/** Sends text over a connection of its own, and returns what is received until it is closed. */
function raw(text: string): Promise<string> {
  const { port } = new URL(cache.proxy.url);
  return new Promise((resolve, reject) => {
    let response = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('data', chunk => {
      response += chunk;
    });
    socket.on('end', () => resolve(response));
    socket.on('error', reject);
  });
}

describe('a forwarded request', () => {
  test('keeps its body, and its response is unchanged', async () => {
    cache.origin.respond = (request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
      request.pipe(response);
    };
    const response = await cache.fetch('/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(response).toMatchObject({ status: 201, text: '{"a":1}' });
    expect(response.headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], 'x-cache': 'PASS' });
    expect(
      (await cache.fetch('/orders', { method: 'POST', headers: { 'transfer-encoding': 'chunked' }, body: 'long' }))
        .text,
    ).toBe('long');
  });

  test('with a body that is rejected before it is read does not delay the next request of its connection', async () => {
    cache.origin.respond = (request, response) => {
      if (request.method === 'POST') response.writeHead(413).end('too large');
      else response.writeHead(200, html).end('next');
    };
    const bytes = 5_000_000;
    const large = `POST /cart HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes}\r\n\r\n${'x'.repeat(bytes)}`;
    const responses = await raw(`${large}GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(responses.match(/^HTTP\/1.1 \d+/gm)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });

  test('streams events as they are sent', async () => {
    let end: (() => void) | undefined;
    cache.origin.respond = (_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
        .write('data: 1\n\n');
      end = () => response.write('data: 2\n\n');
    };
    const closing = new AbortController();
    const response = await fetch(`${cache.proxy.url}/live?tag=a`, {
      headers: { accept: 'text/event-stream' },
      signal: closing.signal,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await reader?.read()).toMatchObject({ value: 'data: 1\n\n' });
    end?.();
    expect(await reader?.read()).toMatchObject({ value: 'data: 2\n\n' });
    closing.abort();
  });

  test('is aborted when the client closes its connection', async () => {
    let isOver = false;
    cache.origin.respond = (_request, response) => {
      response.once('close', () => {
        isOver = true;
      });
      response.writeHead(200, html).write('a');
    };
    const closing = new AbortController();
    const response = await fetch(`${cache.proxy.url}/slow`, { signal: closing.signal });
    expect(response.status).toBe(200);
    closing.abort();
    await until(async () => isOver, { describe: 'the origin sees it' });
  });

  test('whose response is truncated is neither completed nor stored', async () => {
    cache.origin.respond = (_request, response) => {
      response.writeHead(200, { ...shared, 'content-length': '100000' }).write('half');
      setImmediate(() => response.destroy());
    };
    await expect(cache.fetch('/a')).rejects.toThrow();
    cache.respondWithCount(shared);
    expect((await cache.fetch('/a')).text).toBe(page('1'));
  });

  test('whose body is not complete in time gets 408, and is aborted at the origin', async () => {
    await cache.restart({ bodyTimeoutMs: 100 });
    let isAborted = false;
    cache.origin.respond = request => {
      request.once('error', () => {
        isAborted = true;
      });
    };
    const response = await raw('POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{');
    expect(response).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
    await until(async () => isAborted, { describe: 'the origin sees it' });
  });

  test('over HTTPS gets Strict-Transport-Security', async () => {
    cache.respondWithCount(shared);
    await cache.restart({ trustedProxies: ['127.0.0.0/8'] });
    for (const expected of ['MISS', 'HIT']) {
      const { headers } = await cache.fetch('/a', { headers: { 'x-forwarded-proto': 'https' } });
      expect(headers).toMatchObject({ 'x-cache': expected, 'strict-transport-security': 'max-age=31536000' });
    }
    expect((await cache.fetch('/a')).headers).not.toHaveProperty('strict-transport-security');
  });

  test('that fails is logged without its query', async () => {
    const lines: string[] = [];
    const log = createLog('edge', { destination: { write: line => void lines.push(line) } });
    await cache.restart({ log });
    cache.origin.respond = (_request, response) => response.writeHead(500).end();
    await cache.fetch('/orders/1?token=secret');
    await until(async () => lines.some(line => line.includes('an origin failed')), { describe: 'it is logged' });
    expect(lines.join('')).toContain('/orders/1');
    expect(lines.join('')).not.toContain('secret');
  });

  test('has the client address of trusted proxies alone', async () => {
    cache.respondWithCount({});
    await cache.fetch('/a', { headers: { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https' } });
    expect(cache.origin.requests[0]?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });
    await cache.restart({ trustedProxies: ['127.0.0.0/8'] });
    await cache.fetch('/a', { headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.7', 'x-forwarded-proto': 'https' } });
    expect(cache.origin.requests[1]?.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
    });
  });

  test('has no header that could make the origin answer for another target', async () => {
    cache.respondWithCount({});
    await cache.fetch('/a', {
      headers: {
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
        'x-original-url': '/evil',
        'x-middleware-subrequest': 'proxy',

        'x-http-method-override': 'DELETE',
        'x-edge-stored-response': '1',
        'x-mine': 'kept',
        connection: 'close, x-named',
        'x-named': 'gone',
      },
    });
    const { host } = new URL(cache.proxy.url);
    expect(cache.origin.requests[0]?.headers).toMatchObject({ 'x-forwarded-host': host, host, 'x-mine': 'kept' });
    for (const name of [
      'forwarded',
      'x-original-url',
      'x-middleware-subrequest',
      'x-http-method-override',
      'x-edge-stored-response',
      'x-named',
    ])
      expect(cache.origin.requests[0]?.headers).not.toHaveProperty(name);
  });
});

describe('requests that are not forwarded', () => {
  test.each([
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['two different lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', 400],
    ['metrics', 'GET /metrics?a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
    ['a readiness probe', 'GET /Health/Ready/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
    ['the flow of work', 'GET /health/flow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n', 400],
    ['an address of another server', 'GET http://evil.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    ['a trace', 'TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405],
    [
      'a websocket',
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n',
      501,
    ],
  ])('%s', async (_name, text, status) => {
    expect(await raw(text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(cache.origin.requests).toHaveLength(0);
  });
});

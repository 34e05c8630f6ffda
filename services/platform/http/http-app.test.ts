import { afterEach, describe, expect, test } from '@jest/globals';
import { request } from 'undici';
import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import type { Flow } from '../observability/flow.ts';
import { createLog } from '../observability/log.ts';
import { startTestApp, type TestApp } from '../testing/app.ts';
import { sampleRouter } from '../testing/sample-router.ts';
import { until } from '../testing/until.ts';
import { createHttpApp } from './http-app.ts';

let app: TestApp;
let lines: Record<string, unknown>[];
afterEach(() => app.close());

async function start(
  options: Parameters<typeof sampleRouter<never>>[0],
  checks = {},
  flows: readonly Flow[] = [],
): Promise<void> {
  lines = [];
  const log = createLog('items', { destination: { write: line => void lines.push(JSON.parse(line)) } });
  app = await startTestApp(createHttpApp({ log, routers: [sampleRouter(options)], checks }), flows);
}

describe('an app', () => {
  test('responds with the received request id, or a new one, and logs it with the trace', async () => {
    await start({});
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const given = await fetch(`${app.url}/items/a`, { headers: { 'x-request-id': 'from-gateway-1', traceparent } });
    expect(given.headers.get('x-request-id')).toBe('from-gateway-1');
    const own = await fetch(`${app.url}/items/a`, { headers: { 'x-request-id': 'bad id\u00e9' } });
    expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines).toMatchObject([
      {
        message: 'request',
        method: 'GET',
        path: '/items/a',
        status: 204,
        requestId: 'from-gateway-1',
        traceId: '0af7651916cd43dd8448eb211c80319c',
      },
      { message: 'request', requestId: own.headers.get('x-request-id') },
    ]);
  });

  test('does not reveal its implementation', async () => {
    await start({});
    const { headers } = await fetch(`${app.url}/items/a`);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    });
  });

  test('responds with a problem to an unknown path and to a wrong method', async () => {
    await start({});
    const nowhere = await fetch(`${app.url}/nowhere?token=secret`, { headers: { 'x-request-id': 'request-1' } });
    expect(nowhere.status).toBe(404);
    expect(nowhere.headers.get('content-type')).toBe('application/problem+json');
    expect(await nowhere.json()).toMatchObject({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      instance: '/nowhere',
      requestId: 'request-1',
    });
    const wrong = await fetch(`${app.url}/items/a`, { method: 'DELETE' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toContain('GET');
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  test('hides a bug from the caller and logs all of it', async () => {
    await start({ getItem: () => Promise.reject(new TypeError('the shelf is undefined')) });
    const answer = await fetch(`${app.url}/items/a`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('shelf');
    expect(lines.find(line => line.message === 'request failed')).toMatchObject({
      level: 'error',
      error: { message: 'the shelf is undefined', stack: expect.stringContaining('http-app.test.ts') },
    });
  });

  test('responds with 503 and Retry-After when a dependency is unavailable, without its address', async () => {
    await start({
      getItem: () =>
        Promise.reject(Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' })),
    });
    const answer = await fetch(`${app.url}/items/a`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.text()).not.toContain('10.0.0.7');
  });

  test('responds with the problem that a handler throws, with its headers, uncached', async () => {
    await start({
      getItem: () =>
        Promise.reject(
          new ProblemError({
            status: 429,
            detail: 'Slowly.',
            headers: { 'retry-after': '7' },
            extra: { code: 'slow' },
          }),
        ),
    });
    const answer = await fetch(`${app.url}/items/a`);
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('cache-control')]).toEqual([
      429,
      '7',
      'no-store',
    ]);
    expect(await answer.json()).toMatchObject({ detail: 'Slowly.', code: 'slow' });
  });

  test('logs a request whose caller disconnected', async () => {
    const never = Promise.withResolvers<{ status: number }>();
    const controller = new AbortController();
    await start({
      getItem: () => {
        controller.abort();
        return never.promise;
      },
    });
    const request = fetch(`${app.url}/items/a`, { signal: controller.signal }).catch(() => 'gone');
    expect(await request).toBe('gone');
    await until(() => lines.length > 0, { describe: 'the request is logged' });
    expect(lines[0]).toMatchObject({ path: '/items/a', aborted: true });
    never.resolve({ status: 204 });
  });

  test('is ready while every check passes', async () => {
    let broken = false;
    await start(
      {},
      {
        database: async () => {
          if (broken) throw new Error('down');
        },
        stuck: () => (broken ? new Promise(() => {}) : Promise.resolve()),
      },
    );
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${app.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', checks: { database: true, stuck: true } },
    ]);
    broken = true;
    const unready = await fetch(`${app.url}/health/ready`);
    expect([unready.status, await unready.json()]).toEqual([
      503,
      { status: 'unready', checks: { database: false, stuck: false } },
    ]);
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    expect(lines).toEqual([]);
  });

  test('reports work that does not flow, and stays ready', async () => {
    let age = 60;
    await start({}, {}, [
      { name: 'outbox', unit: 'seconds', limit: 60, measure: async () => age },
      {
        name: 'jobs',
        unit: 'seconds',
        limit: 300,
        measure: async () => {
          if (age > 60) throw new Error('down');
          return 0;
        },
      },
    ]);
    const flow = async () => {
      const response = await fetch(`${app.url}/health/flow`);
      return [response.status, await response.json()];
    };
    const outbox = { unit: 'seconds', limit: 60, value: 60, stalled: false };
    const jobs = { unit: 'seconds', limit: 300, value: 0, stalled: false };
    const counted = { requests: expect.any(Number), failed: expect.any(Number), p95Ms: expect.any(Number) };
    const load = { ...counted, consumed: expect.any(Number), published: expect.any(Number) };
    const process = { load, startedAt: expect.any(String), version: expect.any(String) };
    expect(await flow()).toEqual([200, { status: 'flowing', flows: { outbox, jobs }, ...process }]);
    age = 61;
    expect(await flow()).toEqual([
      503,
      {
        status: 'stalled',
        flows: { outbox: { ...outbox, value: 61, stalled: true }, jobs: { ...jobs, value: null, stalled: true } },
        ...process,
      },
    ]);
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toContain('flow_value{flow="outbox",unit="seconds"} 61');
    expect(metrics).toContain('flow_limit{flow="outbox",unit="seconds"} 60');
  });

  test('measures its operations', async () => {
    await start({ getItem: async () => ({ status: 200, body: {} }) });
    await fetch(`${app.url}/items/a`);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toMatch(/operation_duration_seconds_count\{operation="getItem",status="200"\} [1-9]/);
    expect(metrics).toMatch(/http_requests_total\{method="GET",status="200"\} [1-9]/);
  });
});

describe('caching', () => {
  const item = async () => ({ status: 200, body: { categories: [{ slug: 'cups' }, { slug: 'für tea' }] } });

  test('follows the contract, with the surrogate keys of the response', async () => {
    await start({ getItem: item });
    const { headers } = await fetch(`${app.url}/items/blue-cup`);
    expect(headers.get('cache-control')).toBe('public, max-age=10, s-maxage=60, stale-while-revalidate=30');
    expect(headers.get('surrogate-key')).toBe('items item:blue-cup category:cups category:f%C3%BCr%20tea');
  });

  test('omits the body when the validator of the caller matches', async () => {
    await start({ getItem: item });
    const etag = (await fetch(`${app.url}/items/a`)).headers.get('etag') ?? '';
    // fetch would add `cache-control: no-cache`.
    const again = await request(`${app.url}/items/a`, { headers: { 'if-none-match': etag } });
    expect([again.statusCode, await again.body.text()]).toEqual([304, '']);
    expect(again.headers['cache-control']).toContain('s-maxage=60');
  });

  test('is off without a rule or for other statuses, unless a handler sets headers', async () => {
    await start({
      getItem: async ({ path }) =>
        path.slug === 'gone'
          ? { status: 404, body: {} }
          : { status: 200, body: {}, headers: { 'cache-control': 'private' } },
    });
    expect((await fetch(`${app.url}/items/gone`)).headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${app.url}/items/gone`)).headers.get('surrogate-key')).toBeNull();
    expect((await fetch(`${app.url}/items/mine`)).headers.get('cache-control')).toBe('private');
    expect((await fetch(`${app.url}/items/a`, { method: 'POST' })).headers.get('cache-control')).toBe('no-store');
  });
});

import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { createIdentityRouter } from '../../generated/identity/server.ts';
import { serviceSecurity } from '../platform/http/auth.ts';
import { type RequestContext, requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { outgoingFetch } from '../platform/http/outgoing.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { TEST_PUBLIC_KEYS, TEST_SERVICE_KEY } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { createTestRedis, type TestRedis } from '../platform/testing/stores.ts';
import { until } from '../platform/testing/until.ts';
import { buildApp } from './app.ts';
import { createUpstream, type Upstream, type UpstreamLimits } from './upstream.ts';

const log = silentLog();
/** Short limits of single services, so that their tests end soon. */
const limitsOf: Record<string, Partial<UpstreamLimits>> = {
  checkout: { bodyTimeoutMs: 100 },
  shipping: { connections: 2, queueTimeoutMs: 200 },
};
const names = [
  'edge',
  'catalog',
  'search',
  'cart',
  'inventory',
  'checkout',
  'orders',
  'payments',
  'shipping',
  'notifications',
  'registry',
];

/** A service behind the gateway: returns the request that it received, or the response of a test. */
let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let service: Server;
let identity: TestApp;
let redis: TestRedis;
let upstreams: Record<string, Upstream>;
let gateway: TestApp;
let sessions: Record<string, { kind: string; roles: string[] }>;

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

async function identityApp(): Promise<TestApp> {
  const absent = async (): Promise<never> => {
    throw new Error('not called here');
  };
  const router = createIdentityRouter<RequestContext>({
    handlers: {
      signUp: absent,
      signIn: absent,
      signOut: absent,
      getSession: absent,
      getKeys: absent,
      listStaff: absent,
      addStaff: absent,
      changeStaff: absent,
      readAccountLink: absent,
      acceptInvitation: absent,
      createLinkToken: absent,
      sendInvitation: absent,
      withdrawInvitation: absent,
      requestPasswordReset: absent,
      resetPassword: absent,
      changeOwnPassword: absent,
      listOwnSessions: absent,
      endOtherSessions: absent,
      endOwnSession: absent,
      endStaffSessions: absent,
      getSecondFactor: absent,
      setUpSecondFactor: absent,
      confirmSecondFactor: absent,
      replaceRecoveryCodes: absent,
      removeSecondFactor: absent,
      resetSecondFactor: absent,
      getAccount: absent,
      changeAccount: absent,
      changeAccountPassword: absent,
      changeAccountEmail: absent,
      sendEmailVerification: absent,
      confirmAccountEmail: absent,
      listAccountSessions: absent,
      endOtherAccountSessions: absent,
      endAccountSession: absent,
      deleteAccount: absent,
      async exchangeSession({ body }) {
        const found = sessions[body.session];
        if (!found) return { status: 401, body: { type: 'about:blank', title: 'Unauthorized', status: 401 } };
        const token = await new SignJWT({ kind: found.kind, roles: found.roles })
          .setProtectedHeader({ alg: 'HS256' })
          .setSubject(body.session)
          .sign(new Uint8Array(32));
        return { status: 200, body: { token, expiresAt: new Date().toISOString() } };
      },
    },
    security: {
      session: async () => 'anonymous',
      service: serviceSecurity({ audience: 'identity', publicKeys: TEST_PUBLIC_KEYS }),
    },
    context: requestContext,
    checkResponses: true,
  });
  return startTestApp(createHttpApp({ log, routers: [router], checks: {} }));
}

beforeAll(async () => {
  service = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      answer(request, response);
    });
    request.on('error', () => response.destroy());
  });
  const url = await listen(service);
  sessions = {};
  identity = await identityApp();
  redis = createTestRedis();
  await redis.redis.ping();
  const services = {
    ...Object.fromEntries(names.map(name => [name, url])),
    search: 'http://127.0.0.1:9',
    identity: identity.url,
  };
  upstreams = Object.fromEntries(
    Object.entries(services).map(([name, address]) => [name, createUpstream(name, address, limitsOf[name])]),
  );
  const fetch = outgoingFetch({ caller: 'gateway', target: 'Identity', key: TEST_SERVICE_KEY, timeoutMs: 30_000 });
  const app = buildApp({
    log,
    redis: redis.redis,
    services,
    upstreams,
    identity: createIdentityClient({ baseUrl: identity.url, fetch }),
    limits: { reads: 1_000, changes: 100, signIns: 5, checkouts: 50, carts: 90 },
    origins: { storefront: new Set(['http://localhost:3000']), console: new Set(['http://localhost:3001']) },
    checkResponses: true,
    trustedProxies: ['127.0.0.2'],
  });
  gateway = await startTestApp(app);
});

beforeEach(() => {
  seen = [];
  answer = (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
});

afterAll(async () => {
  await gateway.close();
  await Promise.all(Object.values(upstreams).map(upstream => upstream.close()));
  await identity.close();
  service.closeAllConnections();
  service.close();
  await redis.drop();
});

async function call(method: string, path: string, options: { headers?: Record<string, string>; body?: string } = {}) {
  const response = await fetch(gateway.url + path, { method, redirect: 'manual', ...options });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

/** The status of a request that a trusted proxy forwards. */
function throughProxy(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path, headers, localAddress: '127.0.0.2' }, response => {
      response.resume().on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end();
  });
}

const cookie = (session: string) => ({ cookie: `theme=dark; __Host-session=${session}` });
const json = { 'content-type': 'application/json' };

describe('server-sent events', () => {
  test('are streamed, and use none of the connections of requests', async () => {
    const listeners = new Set<ServerResponse>();
    answer = (request, response) => {
      if (!request.url?.startsWith('/live')) return void response.end('{}');
      listeners.add(response);
      response.once('close', () => listeners.delete(response));
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n');
    };
    const gone = new AbortController();
    // More than the gateway keeps connections to a service.
    const streams = await Promise.all(
      Array.from({ length: 80 }, () => fetch(`${gateway.url}/live?tag=a`, { signal: gone.signal })),
    );
    const readers = streams.map(({ body }) => body?.pipeThrough(new TextDecoderStream()).getReader());
    expect(await readers[0]?.read()).toMatchObject({ value: 'data: first\n\n' });
    expect((await call('GET', '/products')).status).toBe(200);
    for (const listener of listeners) listener.write('data: second\n\n');
    expect(await readers[0]?.read()).toMatchObject({ value: 'data: second\n\n' });
    gone.abort();
    await until(async () => listeners.size === 0, { describe: 'the service sees the disconnect' });
  });
});

describe('routes', () => {
  test('a public route reaches its service with its query, and its response is returned', async () => {
    answer = (_request, response) =>
      response
        .writeHead(200, {
          'content-type': 'application/json',
          'cache-control': 's-maxage=60',
          'surrogate-key': 'products',
          'x-powered-by': 'x',
        })
        .end('{"items":[]}');
    const response = await call('GET', '/products?limit=3&category=a%20b');
    expect(response).toMatchObject({ status: 200, body: { items: [] } });
    expect([...['cache-control', 'surrogate-key', 'x-powered-by'].map(name => response.headers.get(name))]).toEqual([
      's-maxage=60',
      'products',
      null,
    ]);
    expect(seen.map(({ method, url }) => [method, url])).toEqual([['GET', '/products?limit=3&category=a%20b']]);
  });

  test.each(['/internal/catalog/products', '/no/such/path', '/PRODUCTS/x/y'])('%s is 404', async path => {
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { title: 'Not Found', status: 404 } });
    expect(seen).toEqual([]);
  });

  test('another method on a known path gets 405 with the allowed ones', async () => {
    const response = await call('DELETE', '/products');
    expect([response.status, response.headers.get('allow'), response.headers.get('content-type')]).toEqual([
      405,
      'GET, HEAD',
      'application/problem+json',
    ]);
  });

  test('a response without Cache-Control is not cached', async () => {
    expect((await call('GET', '/products')).headers.get('cache-control')).toBe('no-store');
  });

  test('a service that is down is a 503 with Retry-After, without its address', async () => {
    const response = await call('GET', '/search?q=x');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(JSON.stringify(response.body)).not.toContain('127.0.0.1');
    expect(await call('GET', '/health')).toMatchObject({
      status: 503,
      body: { services: expect.arrayContaining([{ name: 'search', ready: false }]) },
    });
  });

  test('a service that stops in the middle of its response cuts the connection', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"half":', () => response.destroy());
    };
    await expect(call('GET', '/products')).rejects.toThrow();
  });
});

describe('a client cannot set', () => {
  test('its identity or its address', async () => {
    const forged = {
      authorization: 'Bearer a.b.c',
      'x-forwarded-for': '1.2.3.4',
      'x-request-id': 'given-by-caller',
      forwarded: 'for=1.2.3.4',
      traceparent: 'nonsense',
    };
    await call('GET', '/products', { headers: forged });
    const headers = seen[0]?.headers ?? {};
    expect(headers.authorization).toBeUndefined();
    expect(headers.forwarded).toBeUndefined();
    expect(headers['x-forwarded-for']).toMatch(/127\.0\.0\.1/);
    expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(headers.cookie).toBeUndefined();
  });

  test('its address, except through a trusted proxy', async () => {
    await throughProxy('/products', { 'x-forwarded-for': '6.6.6.6, 203.0.113.7' });
    expect(seen[0]?.headers['x-forwarded-for']).toBe('203.0.113.7');
  });

  test('headers that Connection names: they are not forwarded', async () => {
    await new Promise<void>((resolve, reject) => {
      const sent = httpRequest(
        `${gateway.url}/products`,
        { headers: { connection: 'close, x-secret', 'x-secret': 'hop' } },
        response => {
          response.resume().on('end', resolve);
        },
      );
      sent.on('error', reject).end();
    });
    expect(seen[0]?.headers['x-secret']).toBeUndefined();
  });
});

describe('sessions', () => {
  test('a cookie is exchanged for a token; the service never gets the cookie', async () => {
    sessions.good = { kind: 'staff', roles: ['orders'] };
    expect((await call('GET', '/admin/orders', { headers: cookie('good') })).status).toBe(200);
    expect(seen[0]?.headers.authorization).toMatch(/^Bearer ey/);
    expect(seen[0]?.headers.cookie).toBeUndefined();
  });

  test('without a session, with an expired one, or without the role nothing reaches the service', async () => {
    sessions.shopper = { kind: 'shopper', roles: [] };
    const statuses = [{}, cookie('ended'), cookie('shopper')].map(
      async headers => (await call('GET', '/admin/orders', { headers })).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 401, 403]);
    expect(seen).toEqual([]);
  });

  test('a response to a foreign page differs from one to ours', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'cache-control': 'public, s-maxage=60', vary: 'RSC' }).end('');
    expect((await call('GET', '/products')).headers.get('vary')).toBe('Origin, RSC');
    expect((await call('GET', '/products', { headers: { origin: 'http://localhost:3000' } })).headers.get('vary')).toBe(
      'Origin, RSC',
    );
  });

  test('a page of another site cannot act with the session', async () => {
    sessions.admin = { kind: 'staff', roles: ['admin'] };
    const change = (origin: string) =>
      call('POST', '/admin/products', { headers: { ...json, ...cookie('admin'), origin }, body: '{}' });
    expect(await change('https://evil.example')).toMatchObject({ status: 403, body: { code: 'forged' } });
    expect((await change('http://localhost:3001')).status).toBe(200);
  });

  test('pages of the storefront cannot use admin operations with the session', async () => {
    sessions.admin = { kind: 'staff', roles: ['admin'] };
    const origin = 'http://localhost:3000';
    const read = await call('GET', '/admin/orders', { headers: { ...cookie('admin'), origin } });
    expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const change = { headers: { ...json, ...cookie('admin'), origin }, body: '{}' };
    expect(await call('POST', '/admin/products', change)).toMatchObject({ status: 403, body: { code: 'forged' } });
    const preflight = { origin, 'access-control-request-method': 'POST' };
    const answered = await call('OPTIONS', '/admin/products', { headers: preflight });
    expect(answered.headers.get('access-control-allow-origin')).toBeNull();
    expect(await throughProxy('/admin/orders', { ...cookie('admin'), 'x-forwarded-host': 'localhost:3000' })).toBe(403);
    expect(seen).toEqual([]);
    expect(await throughProxy('/admin/orders', { ...cookie('admin'), 'x-forwarded-host': 'localhost:3001' })).toBe(200);
  });

  test('only our own pages may read answers with the session', async () => {
    const allowed = async (origin: string) =>
      (await call('GET', '/products', { headers: { origin } })).headers.get('access-control-allow-origin');
    expect([await allowed('http://localhost:3000'), await allowed('https://evil.example')]).toEqual([
      'http://localhost:3000',
      null,
    ]);
    const preflight = {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'idempotency-key',
    };
    expect((await call('OPTIONS', '/checkout', { headers: preflight })).status).toBe(204);
  });
});

describe('slow callers', () => {
  /** Sends the head of a request with a body, and resolves when the gateway has read it; `received` is its response. */
  async function sendHead(path: string): Promise<{ socket: Socket; received(): string }> {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const head = ['Host: a', 'Content-Type: application/json', 'Content-Length: 100', 'Expect: 100-continue'];
    socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
    let text = '';
    socket.on('data', chunk => {
      text += chunk;
    });
    await new Promise((resolve, reject) => socket.once('data', resolve).once('error', reject));
    socket.write('{');
    return { socket, received: () => text };
  }

  test('whose bodies never end hold no connection to a service', async () => {
    // More than the gateway has connections to a service.
    const slow = await Promise.all(Array.from({ length: 70 }, () => sendHead('/cart')));
    try {
      expect((await call('POST', '/cart', { headers: json, body: '{"lines":[]}' })).status).toBe(200);
      expect(seen.map(({ body }) => body)).toEqual(['{"lines":[]}']);
    } finally {
      for (const { socket } of slow) socket.destroy();
    }
  });

  test('whose body is not complete in time get 408, and the connection ends', async () => {
    const { socket, received } = await sendHead('/checkout');
    await new Promise(resolve => socket.once('close', resolve));
    expect(received()).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 408 Request Timeout\r\n/);
    expect(received()).toContain('application/problem+json');
    expect(seen).toEqual([]);
  });
});

describe('a service that is overloaded', () => {
  test('is a 503 for those who would wait too long, and serves those who wait', async () => {
    const pending: ServerResponse[] = [];
    answer = (_request, response) => void pending.push(response);
    const first = Array.from({ length: 2 }, () => call('GET', '/shipping/methods?country=US'));
    await until(async () => pending.length === 2, { describe: 'both connections are in use' });
    const late = await call('GET', '/shipping/methods?country=GB');
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '2']);
    const next = call('GET', '/shipping/methods?country=CA');
    for (const response of pending) response.end('{}');
    await until(async () => pending.length === 3, { describe: 'the next one has a connection' });
    pending[2]?.end('{}');
    expect((await Promise.all([...first, next])).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('limits', () => {
  test('a body over the contract’s limit is 413, with or without a length', async () => {
    const big = 'x'.repeat(2 * 1024 * 1024);
    expect((await call('POST', '/cart', { headers: json, body: big })).status).toBe(413);
    const chunked = await fetch(`${gateway.url}/cart`, {
      method: 'POST',
      headers: json,
      body: new Blob([big]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect([chunked.status, chunked.headers.get('content-type')]).toEqual([413, 'application/problem+json']);
  });

  test('sign-in attempts are limited, with Retry-After', async () => {
    const guess = () =>
      call('POST', '/auth/sign-in', { headers: json, body: '{"email":"a@example.com","password":"x"}' });
    const answers = await Promise.all(Array.from({ length: 8 }, guess));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call('GET', '/products')).status).toBe(200);
  });

  test('the limit of an operation holds however its path is spelled', async () => {
    const spellings = ['/auth/sign-up', '/auth/sign-up/', '/AUTH/SIGN-UP', '/auth/Sign-Up/?a=1'];
    const limits = await Promise.all(
      spellings.map(async path =>
        (await call('POST', path, { headers: json, body: '{}' })).headers.get('ratelimit-limit'),
      ),
    );
    expect(limits).toEqual(['5', '5', '5', '5']);
  });

  test('new carts and purchases have limits of their own', async () => {
    const limitOf = async (method: string, path: string) =>
      (await call(method, path, { headers: json, ...(method === 'GET' ? {} : { body: '{}' }) })).headers.get(
        'ratelimit-limit',
      );
    expect(await limitOf('POST', '/cart/')).toBe('90');
    expect(await limitOf('POST', '/checkout')).toBe('50');
    expect(await limitOf('POST', '/checkout/0190a6e0-7c1d-7000-8000-000000000004/cancellation')).toBe('100');
    expect(await limitOf('GET', '/no/such/path')).toBe('1000');
  });

  test('every response says how much of the limit is left', async () => {
    const response = await call('GET', '/products');
    expect(response.headers.get('ratelimit-limit')).toBe('1000');
    expect(Number(response.headers.get('ratelimit-remaining'))).toBeLessThan(1_000);
  });
});

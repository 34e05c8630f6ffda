import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../services/platform/testing/until.ts';
import { currentContext, readCookie, recordCacheHeaders, respondUnavailable } from '../shop/request-context.ts';
import { buildApp } from './app.ts';

/** What a page does while it is rendered, by its path; it streams, as Next.js does. */
const pages: Record<string, () => void> = {
  '/public': () =>
    recordCacheHeaders(
      currentContext(),
      new Headers({
        'cache-control': 'public, s-maxage=60, stale-while-revalidate=600',
        'surrogate-key': 'product:tea stock:1',
      }),
    ),
  '/cart': () => readCookie('cart'),
  '/down': () => respondUnavailable(7),
  '/checkout': () => readCookie('cart'),
  '/signed': () => {
    pages['/public']?.();
    currentContext().cookiesToSet.push('cart-count=; Max-Age=0');
  },
  '/still': () => {},
  '/missing': () => pages['/public']?.(),
};
const INLINE = 'self.__next_f.push([1,"</div>"])';
const INJECTED = 'fetch("https://elsewhere.example")';
const pageWith = (nonce: string) =>
  `<!DOCTYPE html><p>${'Tea. '.repeat(400)}</p><script>${INJECTED}</script><script${nonce}>${INLINE}</script><script src="/_next/static/a.js"></script><script type="application/ld+json">{"a":1}</script>`;
const html = pageWith('');

async function renderPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = decodeURI(request.url ?? ''); // fails as Next.js does where a percent sign encodes nothing
  response.statusCode = path === '/missing' || path.includes('%') ? 404 : 200;
  if (path === '/broken') {
    currentContext().error = new Error('no tea');
    response.statusCode = 500;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader(
      'link',
      '</_next/static/a.woff2>; rel=preload; as="font", </_next/static/a.css>; rel=preload; as="style"',
    );
    response.end(
      '<!DOCTYPE html><html id="__next_error__"><head></head><body><script src="/_next/static/a.js"></script></body></html>',
    );
    return;
  }
  if (path.startsWith('/_next/static/')) {
    response.setHeader('content-type', 'application/javascript; charset=UTF-8');
    response.end(`/*${'x'.repeat(2_000)}*/`);
    return;
  }
  if (path === '/picture') {
    response.setHeader('content-type', 'image/webp');
    response.end(Buffer.from([1, 2, 3]));
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  const [, nonce = ''] = /'nonce-([^']+)'/.exec(String(request.headers['content-security-policy'])) ?? [];
  const page = pageWith(` nonce="${nonce}"`);
  response.write(page.slice(0, 100));
  await new Promise(resolve => setImmediate(resolve));
  pages[path]?.();
  response.end(page.slice(100));
}

let server: Server;
let base: string;
const lines: string[] = [];
beforeAll(async () => {
  const note = (line: Record<string, unknown>, message: string) =>
    void lines.push(`${message} ${line.error ?? line.status}`);
  const log = { info: note, error: note };
  const app = buildApp({
    health: (_request, _response, next) => next(),
    log,
    pages: renderPage,
    publicUrl: 'http://shop.example',
    observe: undefined,
    development: false,
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise(resolve => server.close(resolve)));

const get = (path: string, headers: Record<string, string> = {}) => fetch(base + path, { headers, redirect: 'manual' });

describe('caching', () => {
  test('a public page has its lifetime and every tag that was read while it was rendered', async () => {
    const response = await get('/public');
    expect(response.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=60, stale-while-revalidate=600');
    expect(response.headers.get('surrogate-key')).toBe('product:tea stock:1');
    expect(await response.text()).toBe(html);
  });

  test.each(['/cart', '/signed', '/missing', '/still', '/down'])('%s is not cached', async path => {
    const response = await get(path);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('surrogate-key')).toBeNull();
  });

  test('files of the build never change', async () => {
    expect((await get('/_next/static/a.js')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });
});

test('an error page has a message, with or without a script', async () => {
  const response = await get('/broken');
  const body = await response.text();
  expect([response.status, response.headers.get('cache-control')]).toEqual([500, 'private, no-store']);
  await until(() => lines.includes('request 500'), { describe: 'the request is in the log' });
  expect(lines).toContain('rendering a page failed Error: no tea');
  expect(body).toContain('Something went wrong on our side</h1>');
  expect(body).toContain(
    '<html id="__next_error__" lang="en"><head><link rel="stylesheet" href="/_next/static/a.css"/></head>',
  );
  expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
});

test('an error page speaks the language of the shop', async () => {
  const before = process.env.SHOP_LANGUAGE;
  process.env.SHOP_LANGUAGE = 'de';
  const body = await (await get('/broken')).text();
  if (before === undefined) delete process.env.SHOP_LANGUAGE;
  else process.env.SHOP_LANGUAGE = before;
  expect(body).toContain('<html id="__next_error__" lang="de">');
  expect(body).toContain('Bei uns ist etwas schiefgelaufen</h1>');
});

test('a service that is down makes a 503 with Retry-After', async () => {
  const response = await get('/down');
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7']);
});

test('scripts are allowed from our files, and inline by hash what the renderer marked', async () => {
  const policy = (await get('/public')).headers.get('content-security-policy') ?? '';
  const hash = createHash('sha256').update(INLINE).digest('base64');
  expect(policy.split(';')).toContain(`script-src 'self' 'sha256-${hash}'`);
  expect(policy).not.toContain(createHash('sha256').update(INJECTED).digest('base64'));
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).toContain("form-action 'self'");
  expect((await get('/checkout')).headers.get('content-security-policy')).toContain("form-action 'self' https:");
});

test.each(['br', 'gzip', 'gzip, deflate, br', 'identity'])(
  '%s: the same page, and no body for HEAD',
  async accepted => {
    const response = await get('/public', { 'accept-encoding': accepted });
    expect(await response.text()).toBe(html);
    expect(response.headers.get('vary')).toContain('Accept-Encoding');
    const head = await fetch(`${base}/public`, { method: 'HEAD', headers: { 'accept-encoding': accepted } });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(response.headers.get('content-length'));
  },
);

test('binary responses are streamed, with the security headers', async () => {
  const response = await get('/picture');
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each(['/products/%', '/products/%E0%A4%A', '/categories/%ff?page=2', '/orders/%zz'])(
  'an address that encodes nothing is that of no page: %s',
  async path => {
    const answer = await fetch(base + path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('Tea.');
  },
);

describe('the link in a message', () => {
  const order = '/orders/0190a6e0-7c1d-7000-8000-000000000001';
  test('moves the token into an HttpOnly cookie of that order', async () => {
    const response = await get(`${order}?token=abcdefgh1234`);
    expect([response.status, response.headers.get('location'), response.headers.get('cache-control')]).toEqual([
      303,
      order,
      'private, no-store',
    ]);
    const cookie = response.headers.get('set-cookie') ?? '';
    for (const part of [`order-${order.slice(8)}=abcdefgh1234`, `Path=${order}`, 'HttpOnly', 'SameSite=Lax'])
      expect(cookie).toContain(part);
  });
  test.each(['new-password', 'confirm-address'])('of an account to %s moves it into a cookie too', async page => {
    const response = await get(`/account/${page}?token=abcdefgh1234`);
    expect([response.status, response.headers.get('location')]).toEqual([303, `/account/${page}`]);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    const cookie = response.headers.get('set-cookie') ?? '';
    for (const part of [`link-${page}=abcdefgh1234`, 'Path=/account', 'HttpOnly', 'SameSite=Lax'])
      expect(cookie).toContain(part);
  });
  test.each(['?token=', '?token=a%0d%0aset-cookie:x', '?token=a;b=c;d', ''])('%s sets nothing', async query => {
    expect((await get(order + query)).headers.get('set-cookie')).toBeNull();
  });
});

import { describe, expect, test } from '@jest/globals';
import {
  createRequestContext,
  currentContext,
  readCookie,
  recordCacheHeaders,
  runInContext,
} from './request-context.ts';

const context = (cookies: Record<string, string> = {}) =>
  createRequestContext({
    nonce: 'n',
    address: '203.0.113.7',
    origin: 'http://shop.example',
    cookies: new Map(Object.entries(cookies)),
    observe: undefined,
  });
const response = (cacheControl: string, tags?: string) =>
  new Headers({ 'cache-control': cacheControl, ...(tags === undefined ? {} : { 'surrogate-key': tags }) });

describe('caching', () => {
  test('a page is as fresh as the least fresh of its parts, and has the tags of all of them once', () => {
    const page = context();
    recordCacheHeaders(
      page,
      response('public, max-age=0, s-maxage=60, stale-while-revalidate=600', 'product:bananas products'),
    );
    recordCacheHeaders(page, response('public, max-age=0, s-maxage=5, stale-while-revalidate=900', 'products stock:1'));
    expect(page.sharedCache).toEqual({ maxAge: 5, staleWhileRevalidate: 600 });
    expect([...page.tags]).toEqual(['product:bananas', 'products', 'stock:1']);
    expect(page.isPrivate).toBe(false);
  });

  test.each(['no-store', 'private, max-age=60', 'private, s-maxage=60', '', 'max-age=60'])(
    '"%s" in one part makes the page private',
    cacheControl => {
      const page = context();
      recordCacheHeaders(page, response('public, s-maxage=60', 'products'));
      recordCacheHeaders(page, response(cacheControl, 'products'));
      expect(page.isPrivate).toBe(true);
    },
  );

  test('reading a cookie makes the page private, whether it is set or not', () => {
    for (const page of [context({ cart: 'mine' }), context()]) {
      runInContext(page, () => readCookie('cart'));
      expect(page.isPrivate).toBe(true);
    }
  });
});

test('concurrent requests have contexts of their own', async () => {
  const seen = await Promise.all(
    ['one', 'other'].map(name =>
      runInContext(context({ name }), async () => {
        await new Promise(resolve => setImmediate(resolve));
        return readCookie('name');
      }),
    ),
  );
  expect(seen).toEqual(['one', 'other']);
  expect(() => currentContext()).toThrow('runInContext');
});

import { describe, expect, test } from '@jest/globals';
import { until } from '../../platform/testing/until.ts';
import { cacheForEach, cacheStatusOf, shared } from './testing/cache.ts';
import { page } from './testing/proxy.ts';

const cache = cacheForEach();

describe('a purge', () => {
  test('removes what carries the tag, and nothing else', async () => {
    cache.respondWithCount(shared);
    await cache.fetch('/bananas');
    cache.respondWithCount({ ...shared, 'surrogate-key': 'product:apples' });
    await cache.fetch('/apples');
    expect(cache.proxy.store.purge(['product:bananas'])).toHaveLength(1);
    expect(cache.proxy.store.purge(['product:bananas'])).toHaveLength(0);
    expect(cacheStatusOf(await cache.fetch('/apples'))).toBe('HIT');
    expect(cacheStatusOf(await cache.fetch('/bananas'))).toBe('MISS');
  });

  test.each(['before the response begins', 'while it comes'])(
    'of a response in flight, %s, keeps it from being stored',
    async when => {
      const pending: (() => void)[] = [];
      cache.origin.respond = (_request, response) => {
        if (when === 'while it comes') response.writeHead(200, shared).write('old');
        pending.push(() => {
          if (when !== 'while it comes') response.writeHead(200, shared);
          response.end('old');
        });
      };
      const first = cache.fetch('/a');
      await until(async () => pending.length === 1, { describe: 'it is forwarded' });
      cache.proxy.store.purge(['product:bananas']);
      pending[0]?.();
      expect((await first).text).toMatch(/^(old)+$/);
      cache.respondWithCount(shared);
      expect(await cache.fetch('/a')).toMatchObject({ text: page('1') });
    },
  );

  test('during a revalidation keeps the stale response from being freshened', async () => {
    cache.respondWithCount({
      ...shared,
      etag: '"one"',
      'cache-control': 'public, s-maxage=1, stale-while-revalidate=60',
    });
    await cache.fetch('/a');
    await until(async () => cacheStatusOf(await cache.fetch('/never', { method: 'HEAD' })) !== undefined, {
      describe: 'ready',
    });
    const key = {
      origin: cache.origin.url,
      method: 'GET',
      path: '/a',
      headers: { host: new URL(cache.proxy.url).host },
    };
    await until(async () => cache.proxy.store.freshness(key) === 'stale', { describe: 'it is stale' });
    const pending: (() => void)[] = [];
    cache.origin.respond = (_request, response) =>
      void pending.push(() => response.writeHead(304, { ...shared, etag: '"one"' }).end());
    expect(cacheStatusOf(await cache.fetch('/a'))).toBe('STALE');
    await until(async () => pending.length === 1, { describe: 'it is revalidated' });
    cache.proxy.store.purge(['products']);
    pending[0]?.();
    cache.respondWithCount(shared);
    expect(await cache.fetch('/a')).toMatchObject({ text: page('1') });
  });
});

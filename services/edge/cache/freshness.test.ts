import { describe, expect, test } from '@jest/globals';
import { until } from '../../platform/testing/until.ts';
import { cacheForEach, cacheStatusOf, shared } from './testing/cache.ts';
import { page } from './testing/proxy.ts';

const cache = cacheForEach();

describe('a stale response', () => {
  const brief = { ...shared, 'cache-control': 'public, max-age=0, s-maxage=1, stale-while-revalidate=60' };

  async function untilStale(path: string): Promise<void> {
    await until(
      async () =>
        cache.proxy.store.freshness({
          origin: cache.origin.url,
          method: 'GET',
          path,
          headers: { host: new URL(cache.proxy.url).host },
        }) !== 'fresh',
      {
        describe: 'it is stale',
      },
    );
  }

  test('is sent at once, while one request, of however many, revalidates it', async () => {
    cache.respondWithCount(brief);
    await cache.fetch('/a');
    await untilStale('/a');
    const pending: (() => void)[] = [];
    cache.origin.respond = (_request, response) =>
      void pending.push(() => response.writeHead(200, shared).end(page('new')));
    const responses = await Promise.all(Array.from({ length: 20 }, () => cache.fetch('/a')));
    expect(new Set(responses.map(({ text }) => text))).toEqual(new Set([page('1')]));
    expect(responses.map(cacheStatusOf)).toContain('STALE');
    await until(async () => pending.length > 0, { describe: 'it is revalidated' });
    expect(pending).toHaveLength(1);
    pending[0]?.();
    await until(async () => (await cache.fetch('/a')).text === page('new'), { describe: 'the new one is stored' });
    expect(cache.origin.requests).toHaveLength(2);
  });

  test('is revalidated before it is sent while purges do not arrive', async () => {
    cache.respondWithCount(brief);
    await cache.fetch('/a');
    await untilStale('/a');
    cache.proxy.isUpToDate = false;
    const again = await cache.fetch('/a');
    expect([cacheStatusOf(again), again.text]).toEqual(['MISS', page('2')]);
    await untilStale('/a');
    await cache.origin.stop();
    expect(await cache.fetch('/a')).toMatchObject({ status: 200, text: page('2') });
  });

  test('is freshened by a 304', async () => {
    cache.origin.respond = (request, response) => {
      if (request.headers['if-none-match'] === '"one"')
        response.writeHead(304, { ...brief, 'cache-control': shared['cache-control'], etag: '"one"' }).end();
      else response.writeHead(200, { ...brief, etag: '"one"' }).end(page('one'));
    };
    await cache.fetch('/a');
    await untilStale('/a');
    expect(cacheStatusOf(await cache.fetch('/a'))).toBe('STALE');
    await until(async () => cacheStatusOf(await cache.fetch('/a')) === 'HIT', { describe: 'it is fresh again' });
    expect((await cache.fetch('/a')).text).toBe(page('one'));
    expect(cache.origin.requests).toHaveLength(2);
    expect(cache.proxy.statistics.report().total.revalidated).toBe(1);
  });

  test('is revalidated before it is sent after stale-while-revalidate', async () => {
    const strict = { ...shared, 'cache-control': 'public, s-maxage=1', etag: '"one"' };
    cache.origin.respond = (request, response) => {
      if (request.headers['if-none-match'] === '"one"')
        response.writeHead(304, { ...strict, 'cache-control': 'public, s-maxage=60' }).end();
      else response.writeHead(200, strict).end(page('one'));
    };
    await cache.fetch('/a');
    await untilStale('/a');
    const again = await cache.fetch('/a');
    expect([cacheStatusOf(again), again.text]).toEqual(['HIT', page('one')]);
    expect(cacheStatusOf(await cache.fetch('/a'))).toBe('HIT');
    expect(cache.origin.requests).toHaveLength(2);
  });

  test.each(['is down', 'fails', 'is overloaded'])('is sent while the origin %s', async how => {
    cache.respondWithCount({ ...shared, 'cache-control': 'public, s-maxage=1' });
    await cache.fetch('/a');
    await untilStale('/a');
    if (how === 'is down') await cache.origin.stop();
    else
      cache.origin.respond = (_request, response) =>
        response.writeHead(how === 'fails' ? 500 : 503, { 'cache-control': 'no-store' }).end('broken');
    for (const _ of [1, 2, 3]) {
      const response = await cache.fetch('/a');
      expect([response.status, cacheStatusOf(response), response.text]).toEqual([200, 'STALE', page('1')]);
    }
    if (how === 'is down') {
      expect(await cache.fetch('/other')).toMatchObject({ status: 503 });
      await cache.origin.start();
    } else expect(cache.origin.requests).toHaveLength(2);
    cache.respondWithCount(shared);
    await until(async () => cacheStatusOf(await cache.fetch('/a')) !== 'STALE', {
      describe: 'the origin is asked again',
    });
  });

  test('with must-revalidate is never sent', async () => {
    cache.respondWithCount({ ...shared, 'cache-control': 'public, s-maxage=1, must-revalidate' });
    await cache.fetch('/a');
    await untilStale('/a');
    await cache.origin.stop();
    expect((await cache.fetch('/a')).status).toBe(503);
  });
});

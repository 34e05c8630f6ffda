import { describe, expect, test } from '@jest/globals';
import { until } from '../platform/testing/until.ts';
import { page } from './testing/edge.ts';
import { cacheOf, frontForEach, shared } from './testing/front.ts';

const at = frontForEach();

describe('a purge', () => {
  test('removes what carries the tag, and nothing else', async () => {
    at.count(shared);
    await at.call('/bananas');
    at.count({ ...shared, 'surrogate-key': 'product:apples' });
    await at.call('/apples');
    expect(at.edge.store.purge(['product:bananas'])).toHaveLength(1);
    expect(at.edge.store.purge(['product:bananas'])).toHaveLength(0);
    expect(cacheOf(await at.call('/apples'))).toBe('HIT');
    expect(cacheOf(await at.call('/bananas'))).toBe('MISS');
  });

  test.each(['before the answer begins', 'while it comes'])(
    'of what is on its way, %s, keeps it from being stored',
    async when => {
      const held: (() => void)[] = [];
      at.origin.answer = (_request, response) => {
        if (when === 'while it comes') response.writeHead(200, shared).write('old');
        held.push(() => {
          if (when !== 'while it comes') response.writeHead(200, shared);
          response.end('old');
        });
      };
      const first = at.call('/a');
      await until(async () => held.length === 1, { describe: 'it is asked for' });
      at.edge.store.purge(['product:bananas']);
      held[0]?.();
      expect((await first).text).toMatch(/^(old)+$/);
      at.count(shared);
      expect(await at.call('/a')).toMatchObject({ text: page('1') });
    },
  );

  test('while it is being revalidated keeps the old one from coming back', async () => {
    at.count({ ...shared, etag: '"one"', 'cache-control': 'public, s-maxage=1, stale-while-revalidate=60' });
    await at.call('/a');
    await until(async () => cacheOf(await at.call('/never', { method: 'HEAD' })) !== undefined, { describe: 'ready' });
    const key = { origin: at.origin.url, method: 'GET', path: '/a', headers: { host: new URL(at.edge.url).host } };
    await until(async () => at.edge.store.standing(key) === 'stale', { describe: 'it is old' });
    const held: (() => void)[] = [];
    at.origin.answer = (_request, response) =>
      void held.push(() => response.writeHead(304, { ...shared, etag: '"one"' }).end());
    expect(cacheOf(await at.call('/a'))).toBe('STALE');
    await until(async () => held.length === 1, { describe: 'it is asked for again' });
    at.edge.store.purge(['products']);
    held[0]?.();
    at.count(shared);
    expect(await at.call('/a')).toMatchObject({ text: page('1') });
  });
});

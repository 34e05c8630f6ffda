import { describe, expect, test } from '@jest/globals';
import { until } from '../../platform/testing/until.ts';
import { cacheForEach, html, shared } from './testing/cache.ts';
import { page } from './testing/proxy.ts';

const cache = cacheForEach();

describe('concurrent requests for one target', () => {
  test('are collapsed into one, also right after a purge', async () => {
    const pending: (() => void)[] = [];
    cache.origin.respond = (_request, response) =>
      void pending.push(() => response.writeHead(200, shared).end(page(String(pending.length))));
    for (const round of [1, 2]) {
      const herd = Array.from({ length: 50 }, (_, index) =>
        cache.fetch('/a', { headers: { cookie: `visitor=${index}`, 'user-agent': `browser ${index}` } }),
      );
      await until(async () => cache.proxy.waiting('/a') === 49 && pending.length === round, {
        describe: 'all but one wait',
      });
      pending[round - 1]?.();
      expect(new Set((await Promise.all(herd)).map(({ text }) => text))).toEqual(new Set([page(String(round))]));
      expect(cache.origin.requests).toHaveLength(round);
      cache.proxy.store.purge(['products']);
    }
  });

  test('do not wait for one another where the response is private', async () => {
    cache.origin.respond = (request, response) =>
      response.writeHead(200, { ...html, 'cache-control': 'private, no-store' }).end(String(request.headers.cookie));
    const visitors = Array.from({ length: 10 }, (_, index) => `visitor=${index}`);
    const responses = await Promise.all(visitors.map(cookie => cache.fetch('/cart', { headers: { cookie } })));
    expect(responses.map(({ text }) => text)).toEqual(visitors);
    const pending: (() => void)[] = [];
    cache.origin.respond = (_request, response) => void pending.push(() => response.end('mine'));
    const second = visitors.map(cookie => cache.fetch('/cart', { headers: { cookie } }));
    await until(async () => pending.length === 10, { describe: 'all are forwarded at once' });
    for (const send of pending) send();
    await Promise.all(second);
  });

  test('all fail when the one request to the origin fails', async () => {
    const pending: (() => void)[] = [];
    cache.origin.respond = (_request, response) => void pending.push(() => response.writeHead(500).end());
    const herd = Array.from({ length: 20 }, () => cache.fetch('/a'));
    await until(async () => cache.proxy.waiting('/a') === 19 && pending.length === 1, { describe: 'all but one wait' });
    pending[0]?.();
    expect((await Promise.all(herd)).map(({ status }) => status).sort()).toEqual([
      500,
      ...Array.from({ length: 19 }, () => 503),
    ]);
    expect(cache.origin.requests).toHaveLength(1);
  });

  test('receive the response although the first client closes its connection', async () => {
    const pending: (() => void)[] = [];
    cache.origin.respond = (_request, response) =>
      void pending.push(() => response.writeHead(200, shared).end(page('one')));
    const closing = new AbortController();
    const first = fetch(`${cache.proxy.url}/a`, {
      signal: closing.signal,
      headers: { 'accept-encoding': 'identity' },
    }).catch(() => 'gone');
    await until(async () => pending.length === 1, { describe: 'it is forwarded' });
    const second = cache.fetch('/a');
    const third = cache.fetch('/a');
    await until(async () => cache.proxy.waiting('/a') === 2, { describe: 'they wait' });
    closing.abort();
    expect(await first).toBe('gone');
    pending[0]?.();
    expect((await Promise.all([second, third])).map(({ text }) => text)).toEqual([page('one'), page('one')]);
  });
});

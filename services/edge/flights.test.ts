import { describe, expect, test } from '@jest/globals';
import { until } from '../platform/testing/until.ts';
import { page } from './testing/edge.ts';
import { frontForEach, html, shared } from './testing/front.ts';

const at = frontForEach();

describe('many who want the same', () => {
  test('ask once, also right after a purge', async () => {
    const held: (() => void)[] = [];
    at.origin.answer = (_request, response) =>
      void held.push(() => response.writeHead(200, shared).end(page(String(held.length))));
    for (const round of [1, 2]) {
      const herd = Array.from({ length: 50 }, (_, index) =>
        at.call('/a', { headers: { cookie: `visitor=${index}`, 'user-agent': `browser ${index}` } }),
      );
      await until(async () => at.edge.waiting('/a') === 49 && held.length === round, { describe: 'all but one wait' });
      held[round - 1]?.();
      expect(new Set((await Promise.all(herd)).map(({ text }) => text))).toEqual(new Set([page(String(round))]));
      expect(at.origin.seen).toHaveLength(round);
      at.edge.store.purge(['products']);
    }
  });

  test('do not wait for one another where it is for one person each', async () => {
    at.origin.answer = (request, response) =>
      response.writeHead(200, { ...html, 'cache-control': 'private, no-store' }).end(String(request.headers.cookie));
    const visitors = Array.from({ length: 10 }, (_, index) => `visitor=${index}`);
    const answers = await Promise.all(visitors.map(cookie => at.call('/cart', { headers: { cookie } })));
    expect(answers.map(({ text }) => text)).toEqual(visitors);
    const held: (() => void)[] = [];
    at.origin.answer = (_request, response) => void held.push(() => response.end('mine'));
    const second = visitors.map(cookie => at.call('/cart', { headers: { cookie } }));
    await until(async () => held.length === 10, { describe: 'all are asked for at once' });
    for (const answer of held) answer();
    await Promise.all(second);
  });

  test('are told together that the server behind fails, which is asked once', async () => {
    const held: (() => void)[] = [];
    at.origin.answer = (_request, response) => void held.push(() => response.writeHead(500).end());
    const herd = Array.from({ length: 20 }, () => at.call('/a'));
    await until(async () => at.edge.waiting('/a') === 19 && held.length === 1, { describe: 'all but one wait' });
    held[0]?.();
    expect((await Promise.all(herd)).map(({ status }) => status).sort()).toEqual([
      500,
      ...Array.from({ length: 19 }, () => 503),
    ]);
    expect(at.origin.seen).toHaveLength(1);
  });

  test('get it although the first of them goes away', async () => {
    const held: (() => void)[] = [];
    at.origin.answer = (_request, response) => void held.push(() => response.writeHead(200, shared).end(page('one')));
    const gone = new AbortController();
    const first = fetch(`${at.edge.url}/a`, { signal: gone.signal, headers: { 'accept-encoding': 'identity' } }).catch(
      () => 'gone',
    );
    await until(async () => held.length === 1, { describe: 'it is asked for' });
    const second = at.call('/a');
    const third = at.call('/a');
    await until(async () => at.edge.waiting('/a') === 2, { describe: 'they wait' });
    gone.abort();
    expect(await first).toBe('gone');
    held[0]?.();
    expect((await Promise.all([second, third])).map(({ text }) => text)).toEqual([page('one'), page('one')]);
  });
});

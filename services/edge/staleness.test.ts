import { describe, expect, test } from '@jest/globals';
import { until } from '../platform/testing/until.ts';
import { page } from './testing/edge.ts';
import { cacheOf, frontForEach, shared } from './testing/front.ts';

const at = frontForEach();

describe('when it is old', () => {
  const brief = { ...shared, 'cache-control': 'public, max-age=0, s-maxage=1, stale-while-revalidate=60' };

  async function untilStale(path: string): Promise<void> {
    await until(
      async () =>
        at.edge.store.standing({
          origin: at.origin.url,
          method: 'GET',
          path,
          headers: { host: new URL(at.edge.url).host },
        }) !== 'fresh',
      {
        describe: 'what is stored is old',
      },
    );
  }

  test('it is given at once, while one request, however many ask, fetches the new one', async () => {
    at.count(brief);
    await at.call('/a');
    await untilStale('/a');
    const held: (() => void)[] = [];
    at.origin.answer = (_request, response) => void held.push(() => response.writeHead(200, brief).end(page('new')));
    const answers = await Promise.all(Array.from({ length: 20 }, () => at.call('/a')));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set([page('1')]));
    expect(answers.map(cacheOf)).toContain('STALE');
    await until(async () => held.length > 0, { describe: 'the new one is asked for' });
    expect(held).toHaveLength(1);
    held[0]?.();
    await until(async () => (await at.call('/a')).text === page('new'), { describe: 'the new one is there' });
    expect(at.origin.seen).toHaveLength(2);
  });

  test('it is asked for before it is given while nobody says what changed', async () => {
    at.count(brief);
    await at.call('/a');
    await untilStale('/a');
    at.edge.isUpToDate = false;
    const again = await at.call('/a');
    expect([cacheOf(again), again.text]).toEqual(['MISS', page('2')]);
    await untilStale('/a');
    await at.origin.stop();
    expect(await at.call('/a')).toMatchObject({ status: 200, text: page('2') });
  });

  test('and unchanged, it is fresh again without being sent', async () => {
    at.origin.answer = (request, response) => {
      if (request.headers['if-none-match'] === '"one"')
        response.writeHead(304, { ...brief, 'cache-control': shared['cache-control'], etag: '"one"' }).end();
      else response.writeHead(200, { ...brief, etag: '"one"' }).end(page('one'));
    };
    await at.call('/a');
    await untilStale('/a');
    expect(cacheOf(await at.call('/a'))).toBe('STALE');
    await until(async () => cacheOf(await at.call('/a')) === 'HIT', { describe: 'it is fresh again' });
    expect((await at.call('/a')).text).toBe(page('one'));
    expect(at.origin.seen).toHaveLength(2);
    expect(at.edge.statistics.report().total.revalidated).toBe(1);
  });

  test('past that time, it is asked for again before it is given', async () => {
    const strict = { ...shared, 'cache-control': 'public, s-maxage=1', etag: '"one"' };
    at.origin.answer = (request, response) => {
      if (request.headers['if-none-match'] === '"one"')
        response.writeHead(304, { ...strict, 'cache-control': 'public, s-maxage=60' }).end();
      else response.writeHead(200, strict).end(page('one'));
    };
    await at.call('/a');
    await untilStale('/a');
    const again = await at.call('/a');
    expect([cacheOf(again), again.text]).toEqual(['HIT', page('one')]);
    expect(cacheOf(await at.call('/a'))).toBe('HIT');
    expect(at.origin.seen).toHaveLength(2);
  });

  test.each(['is gone', 'fails', 'has too much to do'])(
    'and the server behind %s, it is given all the same',
    async how => {
      at.count({ ...shared, 'cache-control': 'public, s-maxage=1' });
      await at.call('/a');
      await untilStale('/a');
      if (how === 'is gone') await at.origin.stop();
      else
        at.origin.answer = (_request, response) =>
          response.writeHead(how === 'fails' ? 500 : 503, { 'cache-control': 'no-store' }).end('broken');
      for (const _ of [1, 2, 3]) {
        const answer = await at.call('/a');
        expect([answer.status, cacheOf(answer), answer.text]).toEqual([200, 'STALE', page('1')]);
      }
      if (how === 'is gone') {
        expect(await at.call('/other')).toMatchObject({ status: 503 });
        await at.origin.start();
      } else expect(at.origin.seen).toHaveLength(2);
      at.count(shared);
      await until(async () => cacheOf(await at.call('/a')) !== 'STALE', { describe: 'the server is asked again' });
    },
  );

  test('not when its server says that it must be asked', async () => {
    at.count({ ...shared, 'cache-control': 'public, s-maxage=1, must-revalidate' });
    await at.call('/a');
    await untilStale('/a');
    await at.origin.stop();
    expect((await at.call('/a')).status).toBe(503);
  });
});

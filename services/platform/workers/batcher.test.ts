import { expect, test } from '@jest/globals';
import { unavailable } from '../http/unavailable.ts';
import { createBatcher } from './batcher.ts';

/** A batch that ends when it is let. */
function heldBatches(maxSize = 3) {
  const runs: { items: readonly string[]; end: PromiseWithResolvers<void> }[] = [];
  const call = createBatcher(
    async (items: readonly string[]) => {
      const end = Promise.withResolvers<void>();
      runs.push({ items, end });
      await end.promise;
      if (items.includes('poison')) throw new Error('poison');
      if (items.includes('outage')) throw unavailable('The database');
      return items.map(item => item.toUpperCase());
    },
    { maxSize, onError: 'retry' },
  );
  const endAll = async (calls: Promise<unknown>[]): Promise<void> => {
    let isOver = false;
    const over = Promise.allSettled(calls).then(() => {
      isOver = true;
    });
    while (!isOver) {
      for (const { end } of runs) end.resolve();
      await Promise.race([over, new Promise(resolve => setImmediate(resolve))]);
    }
  };
  return { call, runs, endAll };
}

test('what arrives while a batch runs is the next one, in order, up to the largest size', async () => {
  const { call, runs, endAll } = heldBatches();
  const calls = ['a', 'b', 'c', 'd', 'e'].map(call);
  await endAll(calls);
  expect(await Promise.all(calls)).toEqual(['A', 'B', 'C', 'D', 'E']);
  expect(runs.map(({ items }) => items)).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
});

test('a call that fails its batch fails alone', async () => {
  const { call, endAll } = heldBatches();
  const calls = ['a', 'b', 'poison', 'c'].map(call);
  await endAll(calls);
  const settled = await Promise.allSettled(calls);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

test('an outage fails all calls of a batch at once: none is tried again', async () => {
  const { call, runs, endAll } = heldBatches();
  const calls = ['a', 'b', 'outage', 'c'].map(call);
  await endAll(calls);
  const settled = await Promise.allSettled(calls);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
  expect(runs.map(({ items }) => items)).toEqual([['a'], ['b', 'outage', 'c']]);
});

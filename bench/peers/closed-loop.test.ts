import { expect, test } from '@jest/globals';
import { runClosedLoop } from './closed-loop.ts';

test('as many flows run at once as wanted, each client one after the other', async () => {
  let running = 0;
  let most = 0;
  const measured = await runClosedLoop(
    async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(resolve => setImmediate(resolve));
      running -= 1;
    },
    { atOnce: 4, seconds: 0.05 },
  );
  expect(most).toBe(4);
  expect(running).toBe(0);
  expect(measured).toMatchObject({ failed: 0 });
  expect(measured.rate).toBeGreaterThan(0);
});

test('flows that fail are counted apart from those that succeed', async () => {
  let turn = 0;
  const measured = await runClosedLoop(
    async () => {
      turn += 1;
      if (turn === 2) throw new Error('refused');
      await new Promise(resolve => setImmediate(resolve));
    },
    { atOnce: 2, seconds: 0.05 },
  );
  expect(measured.failed).toBe(1);
  expect(measured.rate).toBeGreaterThan(0);
});

test('a shop where nothing succeeds is an error', async () => {
  const refused = () => Promise.reject(new Error('refused'));
  await expect(runClosedLoop(refused, { atOnce: 1, seconds: 0.01 })).rejects.toThrow('refused');
});

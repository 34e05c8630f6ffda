import { expect, jest, test } from '@jest/globals';
import { testTopics } from '../testing/topics.ts';
import { withAdmin } from './topics.ts';

test('an idle connection sets no timers, and none in the past', async () => {
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const topics = await testTopics();
  try {
    await withAdmin(topics.connection, async admin => {
      await admin.listTopics();
      timers.mockClear();
      for (let turn = 0; turn < 100; turn += 1) await new Promise(resolve => setImmediate(resolve));
      // The check of a spinning queue follows each answer.
      await admin.listTopics();
      expect(timers.mock.calls.filter(([, after]) => after !== undefined && after < 0)).toEqual([]);
      expect(timers.mock.calls.length).toBeLessThan(10);
    });
  } finally {
    timers.mockRestore();
    await topics.drop();
  }
});

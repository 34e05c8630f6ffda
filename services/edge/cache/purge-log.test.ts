import { expect, test } from '@jest/globals';
import { createPurgeLog } from './purge-log.ts';

test('a purge after a request was sent is found, and no other', () => {
  const log = createPurgeLog();
  log.record(['a']);
  const began = log.latest();
  expect(log.isPurgedSince(['a', 'b'], began)).toBe(false);
  log.record(['b', 'c']);
  expect(log.isPurgedSince(['a'], began)).toBe(false);
  expect(log.isPurgedSince(['a', 'b'], began)).toBe(true);
  expect(log.isPurgedSince(['b'], log.latest())).toBe(false);
});

test('a request that is older than the log counts as purged', () => {
  const log = createPurgeLog(2);
  const began = log.latest();
  log.record(['a']);
  const between = log.latest();
  log.record(['b', 'c']);
  expect(log.isPurgedSince(['d'], began)).toBe(true);
  expect(log.isPurgedSince(['d'], between)).toBe(false);
  expect(log.isPurgedSince(['b'], between)).toBe(true);
});

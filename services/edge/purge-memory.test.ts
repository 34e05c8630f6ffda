import { expect, test } from '@jest/globals';
import { createPurgeMemory } from './purge-memory.ts';

test('what was purged after a request began is known, and nothing else is taken for it', () => {
  const memory = createPurgeMemory();
  memory.add(['a']);
  const began = memory.latest();
  expect(memory.hasPurged(['a', 'b'], began)).toBe(false);
  memory.add(['b', 'c']);
  expect(memory.hasPurged(['a'], began)).toBe(false);
  expect(memory.hasPurged(['a', 'b'], began)).toBe(true);
  expect(memory.hasPurged(['b'], memory.latest())).toBe(false);
});

test('where too much was purged to remember, a request that began before counts as too old', () => {
  const memory = createPurgeMemory(2);
  const began = memory.latest();
  memory.add(['a']);
  const between = memory.latest();
  memory.add(['b', 'c']);
  expect(memory.hasPurged(['d'], began)).toBe(true);
  expect(memory.hasPurged(['d'], between)).toBe(false);
  expect(memory.hasPurged(['b'], between)).toBe(true);
});

import { expect, test } from '@jest/globals';
import { cacheFigures, formatBytes, minutesOf } from './edge-counts.ts';

const counts = { hits: 0, stale: 0, misses: 0, revalidated: 0, passes: 0, errors: 0, purges: 0, bytes: 0 };

test('a hit rate counts what could be cached, never what belongs to one person', () => {
  expect(cacheFigures({ ...counts, hits: 8, stale: 1, misses: 1, passes: 90 })).toEqual({
    saved: 9,
    asked: 10,
    hitRate: 0.9,
  });
  expect(cacheFigures({ ...counts, passes: 5 }).hitRate).toBeUndefined();
});

test('the last hour has sixty minutes, also the quiet ones, all fronts together', () => {
  const front = (name: string, hits: number) => ({
    name,
    total: counts,
    minutes: [{ ...counts, hits, misses: 1, at: '2026-11-22T10:05:00.000Z' }],
  });
  const minutes = minutesOf(
    {
      since: '',
      total: counts,
      fronts: [front('shop', 3), front('gateway', 4)],
      stored: { answers: 0, bytes: 0, limit: 1, listeners: 0 },
    },
    new Date('2026-11-22T10:06:30Z'),
  );
  expect(minutes).toHaveLength(60);
  expect(minutes.at(-1)).toEqual({ at: '2026-11-22T10:06:00.000Z', saved: 0, misses: 0 });
  expect(minutes.at(-2)).toEqual({ at: '2026-11-22T10:05:00.000Z', saved: 7, misses: 2 });
});

test('bytes are shown in a readable unit', () => {
  expect(formatBytes(0)).toMatch(/^0/);
  expect(formatBytes(48_123)).toContain('48');
  expect(formatBytes(1_250_000)).toContain('1.3');
});

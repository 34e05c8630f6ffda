import { expect, test } from '@jest/globals';
import { recentResults, rememberResult } from './recent-results.ts';

function storage(initial?: string) {
  let kept: string | null = initial ?? null;
  return {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
}

test('what was opened last comes first, once, and only the last few are kept', () => {
  const kept = storage();
  for (let n = 0; n < 10; n += 1) rememberResult({ to: `/orders/${n}`, label: `C-${n}`, kind: 'Orders' }, kept);
  rememberResult({ to: '/orders/5', label: 'C-5', kind: 'Orders' }, kept);
  expect(recentResults(kept).map(({ label }) => label)).toEqual([
    'C-5',
    'C-9',
    'C-8',
    'C-7',
    'C-6',
    'C-4',
    'C-3',
    'C-2',
  ]);
});

test('what is kept and no result is ignored', () => {
  expect(recentResults(storage('nonsense'))).toEqual([]);
  expect(recentResults(storage('[{"to":1},{"to":"/a","label":"A","kind":"Screen"}]'))).toHaveLength(1);
});

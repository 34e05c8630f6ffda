import { expect, test } from '@jest/globals';
import { peerTable } from './table.ts';

const step = (scenario: 'list' | 'checkout', atOnce: number, rate: number, p50: number, failed = 0) => ({
  scenario,
  atOnce,
  rate,
  p50,
  failed,
});
const own = {
  name: 'Covenant',
  steps: [step('list', 1, 500, 2.04), step('list', 16, 900, 17), step('checkout', 1, 4, 240)],
};
const slow = { name: 'Slow', steps: [step('list', 1, 20, 50), step('checkout', 1, 8, 120.4)] };

const rowsOf = (table: string) => table.split('\n').map(line => line.slice(2, -2).split(' | '));

test('a ratio says how many times as much the first shop does, above and below one', () => {
  const rows = rowsOf(peerTable([own, slow], [1]));
  expect(rows[0]?.slice(-1)).toEqual(['Covenant / Slow']);
  expect(rows.find(([name]) => name === 'list')).toEqual(['list', '1', '500', '2.04', '20.0', '50.0', '25']);
  expect(rows.find(([name]) => name === 'checkout')).toEqual(['checkout', '1', '4.00', '240', '8.00', '120', '0.50']);
});

test('what a shop was not measured in is left empty, and each row has all columns', () => {
  const rows = rowsOf(peerTable([own, slow], [1, 16]));
  expect(rows.find(([name, atOnce]) => name === 'list' && atOnce === '16')).toEqual([
    'list',
    '16',
    '900',
    '17.0',
    '',
    '',
    '',
  ]);
  expect(new Set(rows.map(row => row.length))).toEqual(new Set([7]));
  expect(rows).toHaveLength(2 + 5 * 2);
});

test('a shop alone has no ratio', () => {
  expect(rowsOf(peerTable([own], [1]))[0]).toEqual(['scenario', 'at once', 'Covenant: a second', 'p50 ms']);
});

test('flows that failed are named', () => {
  const shaky = { name: 'Shaky', steps: [step('list', 1, 20, 50, 3)] };
  expect(rowsOf(peerTable([own, shaky], [1])).find(([name]) => name === 'list')?.[4]).toBe('20.0 (3 failed)');
});

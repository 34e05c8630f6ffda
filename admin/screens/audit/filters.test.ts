import { expect, test } from '@jest/globals';
import { filterOf } from './filters.ts';

const now = new Date(2026, 10, 22, 16, 30);
const ask = (text: string) => filterOf(new URLSearchParams(text), now);
const day = (month: number, date: number) => new Date(2026, month, date).toISOString();

test('asks for what stands in the address', () => {
  expect(ask('')).toEqual({});
  expect(ask('resource=products&resourceId=7&actor=olga%40example.com')).toEqual({
    resource: 'products',
    resourceId: '7',
    actor: 'olga@example.com',
  });
  expect(ask('resourceId=7')).toEqual({});
});

test('days are whole and the reader’s', () => {
  expect(ask('time=today')).toEqual({ from: day(10, 22) });
  expect(ask('time=7')).toEqual({ from: day(10, 16) });
  expect(ask('time=days&from=2026-10-30&to=2026-10-31')).toEqual({ from: day(9, 30), to: day(10, 1) });
  expect(ask('time=days&from=&to=nonsense')).toEqual({});
  expect(ask('time=forever')).toEqual({});
});

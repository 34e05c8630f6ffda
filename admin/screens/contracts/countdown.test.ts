import { expect, test } from '@jest/globals';
import { daysUntil, dayText } from './countdown.ts';

const today = new Date('2026-11-30T23:30:00Z');

test.each([
  ['2026-11-30', 0, 'today'],
  ['2026-12-01', 1, 'tomorrow'],
  ['2026-11-29', -1, 'yesterday'],
  ['2027-05-31', 182, 'in 182 days'],
  ['2026-11-01', -29, '29 days ago'],
])('%s is %p days away: %p', (day, days, text) => {
  expect([daysUntil(day, today), dayText(day, today)]).toEqual([days, text]);
});

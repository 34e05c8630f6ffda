import { expect, test } from '@jest/globals';
import { refundAmountProblem } from './refund.ts';
import { orderViews } from './views.ts';

test('weeks begin on Monday, days at midnight, and a hand is needed after a day', () => {
  const sunday = new Date(2026, 10, 22, 15, 30);
  const views = new Map(orderViews(sunday).map(({ label, filter }) => [label, filter]));
  expect(views.get('This week')).toEqual({ from: new Date(2026, 10, 16).toISOString() });
  expect(views.get('Today')).toEqual({ from: new Date(2026, 10, 22).toISOString() });
  expect(views.get('Needs a hand')).toEqual({
    statuses: ['pending', 'paid'],
    to: new Date(2026, 10, 21, 15).toISOString(),
  });
});

test.each([
  ['7.01', undefined],
  ['0,01', undefined],
  ['7.02', 'At most'],
  ['0', 'At least'],
  ['-1', 'At least'],
  ['7.015', 'Not an amount'],
  ['a lot', 'Not an amount'],
])('%s of 7.01 to give back: %s', (text, wrong) => {
  const said = refundAmountProblem(text, 701, 'USD');
  if (wrong === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(wrong);
});

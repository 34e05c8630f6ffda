import { expect, test } from '@jest/globals';
import { formatAge, lagOf, oldestOf, stalledFlows } from './service-flow.ts';

const flow = (name: string, value: number | null, stalled: boolean, unit: 'seconds' | 'items' = 'seconds') => ({
  name,
  unit,
  value,
  stalled,
  limit: 60,
});

test('says what waits, since when, and for how long', () => {
  const now = new Date(2026, 10, 22, 21, 18, 5);
  const clock = new Date(2026, 10, 22, 21, 16).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  expect(
    stalledFlows(
      [
        { name: 'orders', flows: [flow('outbox', 1, false)] },
        {
          name: 'payments',
          flows: [flow('jobs', 125, true), flow('parked events', 3, true, 'items'), flow('outbox', null, true)],
        },
      ],
      now,
    ),
  ).toEqual([
    `payments: jobs waits since ${clock} (2 min)`,
    'payments: 3 parked events',
    'payments: outbox cannot be measured',
  ]);
});

test('an age is short', () => {
  expect([0.4, 61, 150, 7_300, 200_000].map(formatAge)).toEqual(['0 s', '61 s', '3 min', '2 h', '2 d']);
});

test('the lag is that of the slowest consumer, the age that of the oldest work', () => {
  const flows = [flow('consumer orders', 2, false), flow('consumer x', 9, false), flow('outbox', 4, false)];
  expect([lagOf(flows), oldestOf(flows)]).toEqual([9, 4]);
  expect([lagOf([]), oldestOf([])]).toEqual([undefined, undefined]);
});

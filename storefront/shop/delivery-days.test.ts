import { expect, test } from '@jest/globals';
import { arrivalOf } from './delivery-days.ts';

test.each([
  ['2026-11-30T10:00:00Z', 3, 5, 'Thu, Dec 3 – Mon, Dec 7'], // a Monday; the weekend does not count
  ['2026-12-04T23:59:00Z', 1, 1, 'Mon, Dec 7'],
  ['2026-12-05T10:00:00Z', 1, 2, 'Mon, Dec 7 – Tue, Dec 8'], // a Saturday
  ['2026-12-30T10:00:00Z', 2, 4, 'Fri, Jan 1 – Tue, Jan 5'],
])('ordered at %s, %i to %i working days: %s', (orderedAt, min, max, text) => {
  expect(arrivalOf({ min, max }, orderedAt, 'en-US')).toBe(text);
});

import { expect, test } from '@jest/globals';
import { momentOf } from './moment.ts';

test.each([
  ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['0001-01-01T00:00:00+01:00', '0001-01-01T00:00:00.000Z'],
  ['2026-11-30T10:00:00+01:00', '2026-11-30T09:00:00.000Z'],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
])('%s is read as %s', (text, moment) => {
  expect(momentOf(text).toISOString()).toBe(moment);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, dayStarts, daysIn, parseDayRange } from './days.ts';

const at = (text: string) => new Date(text);

describe('days of a time zone', () => {
  test.each([
    ['UTC', '2026-11-21T23:30:00Z', '2026-11-21'],
    ['Asia/Tokyo', '2026-11-21T23:30:00Z', '2026-11-22'],
    ['America/New_York', '2026-11-22T03:30:00Z', '2026-11-21'],
    ['Asia/Kathmandu', '2026-11-21T18:16:00Z', '2026-11-22'],
  ])('in %s %s is on %s', (timeZone, moment, day) => {
    expect(dayOf(at(moment), timeZone)).toBe(day);
  });

  test('a stretch of time has every day that it touches, also over the hour that is missing in spring', () => {
    const range = { from: at('2026-03-28T12:00:00Z'), to: at('2026-03-31T00:00:00Z'), timeZone: 'Europe/Berlin' };
    expect(daysIn(range)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31']);
    expect(daysIn({ ...range, to: at('2026-03-30T22:00:00Z') })).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  });

  test('each moment in between falls in one of them', () => {
    const zone = fc.constantFrom('UTC', 'Pacific/Auckland', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia');
    const day = 24 * 3_600_000;
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: 0, max: 9_000 }),
        fc.integer({ min: 1, max: 90 * day }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (timeZone, start, length, part) => {
          const from = new Date(start * day);
          const to = new Date(from.getTime() + length);
          const between = new Date(Math.min(from.getTime() + Math.floor(length * part), to.getTime() - 1));
          const days = daysIn({ from, to, timeZone });
          expect(days).toContain(dayOf(between, timeZone));
          expect(days).toEqual([...new Set(days)].sort());
        },
      ),
      { seed: 20261122 },
    );
  });
});

test.each([
  ['2026-11-22T00:00:00Z', '2026-11-22T00:00:00Z', 'UTC', 'must begin before'],
  ['2026-01-01T00:00:00Z', '2026-11-22T00:00:00Z', 'UTC', 'At most 93 days'],
  ['2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z', 'Mars/Olympus', 'no time zone Mars/Olympus'],
])('from %s to %s in %s is refused', (from, to, timeZone, reason) => {
  expect(parseDayRange({ from, to, timeZone })).toContain(reason);
});

test('each moment belongs to the last day that has started, in every zone', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Pacific/Auckland',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Africa/Cairo',
    'Asia/Calcutta',
    'IST',
    'CTT',
    'US/Pacific',
  );
  const day = 24 * 3_600_000;
  fc.assert(
    fc.property(
      zone,
      fc.integer({ min: 12_000, max: 20_000 }),
      fc.integer({ min: 1, max: 40 * day }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (timeZone, first, length, part) => {
        const from = new Date(first * day);
        const to = new Date(from.getTime() + length);
        const moment = new Date(Math.min(from.getTime() + Math.floor(length * part), to.getTime() - 1));
        const starts = dayStarts({ from, to, timeZone });
        expect(starts.findLast(({ start }) => start <= moment)?.date).toBe(dayOf(moment, timeZone));
      },
    ),
    { seed: 34, numRuns: 150 },
  );
});

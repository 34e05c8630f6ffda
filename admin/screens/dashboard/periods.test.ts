import { describe, expect, test } from '@jest/globals';
import { averageOf, changeFrom, comparedWith, conversion, periodsAt } from './periods.ts';

const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).toISOString();

describe('what is compared', () => {
  const now = new Date(2026, 10, 22, 16, 30);

  test('today until now against the same weekday until the same hour', () => {
    expect(periodsAt(now)).toEqual({
      fortnight: { from: at(2026, 10, 9), to: now.toISOString() },
      lastWeek: { from: at(2026, 10, 15), to: at(2026, 10, 15, 16, 30) },
      week: { from: at(2026, 10, 16), to: now.toISOString() },
    });
  });

  test('is named by its day and hour', () => {
    expect(comparedWith(now)).toMatch(/^last Sunday until 0?4:30|16:30/);
  });

  test('never ends before it begins, at midnight and after a month ends', () => {
    const midnight = periodsAt(new Date(2026, 2, 1, 0, 0)).lastWeek;
    expect(midnight.from).toBe(at(2026, 1, 22));
    expect(midnight.to > midnight.from).toBe(true);
  });

  test('is by the clock when the hour changes in between', () => {
    for (const day of [26, 27, 28, 29, 30, 31])
      expect(new Date(periodsAt(new Date(2026, 2, day, 9, 15)).lastWeek.to).getHours()).toBe(9);
  });
});

test('a change is relative to the value before, and undefined without one', () => {
  expect(changeFrom(200, 300)).toBe(0.5);
  expect(changeFrom(200, 0)).toBe(-1);
  expect(changeFrom(0, 5)).toBeUndefined();
  expect(changeFrom(undefined, 5)).toBeUndefined();
});

test('conversion is orders by carts, and unknown where carts are of another day', () => {
  expect(conversion(3, 12)).toBe(0.25);
  expect(conversion(0, 12)).toBe(0);
  expect(conversion(0, 0)).toBeUndefined();
  expect(conversion(4, 1)).toBeUndefined();
});

test('an average order is in whole minor units', () => {
  expect(averageOf(1000, 3)).toBe(333);
  expect(averageOf(0, 0)).toBeUndefined();
});

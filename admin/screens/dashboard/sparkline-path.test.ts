import { expect, test } from '@jest/globals';
import { pathThrough, pointsOf } from './sparkline-path.ts';

test('the greatest value touches the top, zero the bottom, both ends the sides', () => {
  expect(pointsOf([0, 10, 5], 106, 46)).toEqual([
    { x: 3, y: 43 },
    { x: 53, y: 3 },
    { x: 103, y: 23 },
  ]);
});

test('nothing sold is a line at the bottom', () => {
  expect(pointsOf([0, 0], 106, 46).map(({ y }) => y)).toEqual([43, 43]);
  expect(pointsOf([], 106, 46)).toEqual([]);
});

test('a path goes through every point and stays between its neighbours', () => {
  expect(pathThrough([])).toBe('');
  expect(pathThrough(pointsOf([0, 10], 106, 46))).toBe('M3 43C53 43 53 3 103 3');
});

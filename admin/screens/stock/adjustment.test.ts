import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deltaOf, deltaProblem, parseUnits, reasons, reasonText, reverseOf } from './adjustment.ts';

test.each([
  ['received', 5, 5],
  ['damaged', 5, -5],
  ['counted', 5, -7],
  ['counted', 12, 0],
  ['correction', 20, 8],
] as const)('%s %i where 12 are: %i', (reason, typed, delta) => {
  expect(deltaOf(reason, typed, 12)).toBe(delta);
});

test('what the form lets through, a level can take: never below what is held, never nothing', () => {
  const reason = fc.constantFrom(...reasons.map(known => known.reason));
  const level = fc
    .tuple(fc.nat(1_000), fc.nat(1_000))
    .map(([reserved, free]) => ({ reserved, onHand: reserved + free }));
  fc.assert(
    fc.property(reason, level, fc.nat(2_000), (why, shelf, typed) => {
      const delta = deltaOf(why, typed, shelf.onHand);
      const fits = delta !== 0 && shelf.onHand + delta >= shelf.reserved;
      expect(deltaProblem(delta, shelf) === undefined).toBe(fits);
    }),
    { seed: 20261122 },
  );
});

test('an adjustment is taken back by as many the other way, and says which it was', () => {
  const place = { sku: 'a', location: 'east' };
  const opposite = { ...place, delta: 3, reason: 'correction', note: 'Taken back: Damaged, −3' };
  expect(reverseOf({ ...place, delta: -3, reason: 'damaged', note: 'dropped' })).toEqual(opposite);
  expect(reverseOf({ ...place, delta: 5, reason: 'received' })).toMatchObject({
    delta: -5,
    note: 'Taken back: Received, +5',
  });
});

test('only whole numbers are units', () => {
  expect([' 12 ', '0'].map(parseUnits)).toEqual([12, 0]);
  expect(['', '-1', '1.5', 'many', '99999999'].map(parseUnits)).toEqual(Array(5).fill(undefined));
});

test('reasons read as a merchant says them', () => {
  expect(reasonText('lost')).toBe('Lost or stolen');
  expect(reasonText('import 0190a6e0')).toBe('Import');
  expect(reasonText('moved house')).toBe('moved house');
});

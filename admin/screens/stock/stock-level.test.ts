import { expect, test } from '@jest/globals';
import { levelsByLocation } from './stock-level.ts';

test('a sku has a level at every location, zero where it was never put on stock', () => {
  const locations = [
    { id: 'east', name: 'East warehouse' },
    { id: 'west', name: 'West warehouse' },
  ];
  const level = { sku: 'a', location: 'west', onHand: 7, reserved: 2, available: 5, updatedAt: '2026-11-29T10:00:00Z' };
  const other = { ...level, sku: 'ab', location: 'east' };
  const rows = levelsByLocation('a', locations, [other, level]);
  expect(rows.map(({ place, level: { sku, location, onHand } }) => [place, sku, location, onHand])).toEqual([
    ['East warehouse', 'a', 'east', 0],
    ['West warehouse', 'a', 'west', 7],
  ]);
});

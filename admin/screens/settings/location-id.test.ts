import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { locationIdOf, locationIdProblem } from './location-id.ts';

test.each([
  ['North warehouse', 'north-warehouse'],
  ['  Lager Zürich (2) ', 'lager-zurich-2'],
  ['東京', ''],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('%s is called %s for short', (name, id) => {
  expect(locationIdOf(name)).toBe(id);
});

test('what follows from any name is a short name that inventory takes, or nothing', () => {
  const names = fc.string({ unit: 'grapheme', maxLength: 100 });
  fc.assert(
    fc.property(names, name => locationIdOf(name) === '' || locationIdProblem(locationIdOf(name), []) === undefined),
    { seed: 20261122 },
  );
});

test('a short name that another place has, or that cannot be printed on a label, is refused', () => {
  expect(locationIdProblem('east', [{ id: 'east', name: 'East warehouse' }])).toBe('East warehouse has it.');
  expect(locationIdProblem('East', [])).toMatch(/small letters/i);
  expect(locationIdProblem('west', [{ id: 'east', name: 'East warehouse' }])).toBeUndefined();
});

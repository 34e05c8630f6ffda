import { describe, expect, test } from '@jest/globals';
import type { Attribute } from '../../../generated/catalog/types.ts';
import { changeOf, draftOf, formOf, formProblems, isComplete, revertedChange } from './attribute-form.ts';

const origin: Attribute = {
  id: '0190a6e0-7c1d-7000-8000-0000000000a1',
  key: 'origin',
  name: 'Origin',
  type: 'choice',
  values: [
    { key: 'italy', name: 'Italy' },
    { key: 'spain', name: 'Spain' },
  ],
  filterable: true,
  position: 0,
  products: 2,
  version: 1,
  createdAt: '2026-11-22T10:00:00Z',
  updatedAt: '2026-11-22T10:00:00Z',
};

describe('a draft', () => {
  test.each([
    [
      {
        type: 'choice' as const,
        values: [
          { id: 0, name: ' Italy ' },
          { id: 1, name: '' },
        ],
      },
      { name: 'Origin', type: 'choice', values: ['Italy'], filterable: true, position: 0 },
    ],
    [
      { type: 'number' as const, unit: ' kcal ', position: '3' },
      { name: 'Origin', type: 'number', unit: 'kcal', filterable: true, position: 3 },
    ],
    [
      { type: 'text' as const, unit: 'kcal' },
      { name: 'Origin', type: 'text', filterable: false, position: 0 },
    ],
  ])('of %j has what its type takes', (form, draft) => {
    expect(draftOf({ ...formOf(), name: ' Origin ', ...form })).toEqual(draft);
  });

  test('needs a name, a place that is a number, and of a choice a value', () => {
    const form = { ...formOf(), name: 'Origin', values: [{ id: 0, name: 'Italy' }] };
    expect(isComplete(form)).toBe(true);
    expect(isComplete({ ...form, name: ' ' })).toBe(false);
    expect(isComplete({ ...form, position: 'first' })).toBe(false);
    expect(isComplete({ ...form, values: [{ id: 0, name: ' ' }] })).toBe(false);
    expect(formProblems({ ...form, name: 'ORIGIN' }, ['Origin'])).toEqual({ name: 'Origin is there already.' });
    const twice = [
      { id: 0, name: 'Italy' },
      { id: 1, name: 'italy' },
    ];
    expect(formProblems({ ...form, values: twice }, [])).toEqual({ values: 'italy is there twice.' });
  });
});

describe('a change', () => {
  test('has what differs, keeps the keys of values, and is taken back', () => {
    const form = formOf(origin);
    expect(changeOf(origin, form)).toBeUndefined();
    const values = [
      { id: 0, key: 'italy', name: 'Italia' },
      { id: 2, name: 'Peru' },
    ];
    const change = changeOf(origin, { ...form, name: 'Country', values });
    expect(change).toEqual({ name: 'Country', values: [{ key: 'italy', name: 'Italia' }, { name: 'Peru' }] });
    expect(revertedChange(origin, change ?? {})).toEqual({
      name: 'Origin',
      values: [{ key: 'italy', name: 'Italy' }, { name: 'Spain' }],
    });
  });

  test('takes a unit away, and gives it back', () => {
    const { values: _, ...rest } = origin;
    const energy: Attribute = { ...rest, type: 'number', unit: 'kcal' };
    const change = changeOf(energy, { ...formOf(energy), unit: ' ' });
    expect(change).toEqual({ removeUnit: true });
    expect(revertedChange(energy, change ?? {})).toEqual({ unit: 'kcal' });
  });
});

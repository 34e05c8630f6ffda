import { expect, test } from '@jest/globals';
import type { Attribute } from '../../../generated/catalog/types.ts';
import { attributeFilterOf, attributeFilterText, boundsOf, rangeOf } from './attribute-filter.ts';

const at = '2026-11-22T10:00:00Z';
const about = { id: 'a', filterable: true, position: 0, products: 1, version: 1, createdAt: at, updatedAt: at };
const attributes: Attribute[] = [
  { ...about, key: 'origin', name: 'Origin', type: 'choice', values: [{ key: 'italy', name: 'Italy' }] },
  { ...about, key: 'vegan', name: 'Vegan', type: 'boolean' },
  { ...about, key: 'energy', name: 'Energy', type: 'number', unit: 'kcal' },
];

test.each([
  ['origin', 'Origin'],
  ['origin:italy', 'Origin: Italy'],
  ['vegan:true', 'Vegan: yes'],
  ['vegan:false', 'Vegan: no'],
  ['energy:250', 'Energy: 250 kcal'],
  ['energy:-1.5..250', 'Energy: -1.5 to 250 kcal'],
  ['energy:..250', 'Energy: up to 250 kcal'],
  ['energy:100..', 'Energy: 100 kcal and more'],
  ['gone:x', 'gone: x'],
  ['', undefined],
])('the filter %s reads %s', (filter, text) => {
  expect(attributeFilterText(filter, attributes)).toBe(text);
});

test.each(['250', '..250', '100..', '-1.5..250'])('the bounds of %s make the same filter again', value => {
  expect(rangeOf(boundsOf(value))).toBe(value);
});

test('no bound is any number', () => {
  expect(boundsOf(attributeFilterOf('energy')?.value)).toEqual({ from: '', to: '' });
  expect(rangeOf({ from: '', to: '' })).toBeUndefined();
});

import { expect, test } from '@jest/globals';
import type { CategoryRecord, Image } from '../../../generated/catalog/types.ts';
import { categoryChange, parsePosition, revertedChange } from './category-change.ts';

const picture = (url: string): Image => ({ url, width: 10, height: 10, alt: '', sizes: [] });
const category: CategoryRecord = {
  id: '1',
  slug: 'fruit',
  name: 'Fruit',
  position: 3,
  image: picture('/a'),
  products: 1,
  activeProducts: 1,
  version: 2,
  createdAt: '2026-11-22T10:00:00Z',
  updatedAt: '2026-11-22T10:00:00Z',
};
const form = { name: 'Fruit', position: '3', image: picture('/a') };

test('only what differs is changed, and can be taken back', () => {
  expect(categoryChange(category, form)).toBeUndefined();
  const change = categoryChange(category, { name: 'Früchte', position: '-1', image: picture('/b') });
  expect(change).toEqual({ name: 'Früchte', position: -1, image: picture('/b') });
  expect(change && revertedChange(category, change)).toEqual({ name: 'Fruit', position: 3, image: picture('/a') });
});

test('a picture is taken away, and comes back', () => {
  const change = categoryChange(category, { ...form, image: undefined });
  expect(change).toEqual({ removeImage: true });
  expect(change && revertedChange(category, change)).toEqual({ image: picture('/a') });
  const { image: _, ...without } = category;
  const added = categoryChange(without, form);
  expect(added && revertedChange(without, added)).toEqual({ removeImage: true });
});

test('a position is a whole number', () => {
  expect(['', ' 7 ', '-2', '1.5', 'x', '10000000'].map(parsePosition)).toEqual([
    0,
    7,
    -2,
    undefined,
    undefined,
    undefined,
  ]);
});

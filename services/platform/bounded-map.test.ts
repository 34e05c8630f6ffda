import { expect, test } from '@jest/globals';
import { BoundedMap } from './bounded-map.ts';

const filled = (): BoundedMap<string, number> => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  return map;
};
const read = (map: BoundedMap<string, number>) => ['a', 'b', 'c'].map(key => map.get(key));

test('the entry set longest ago leaves first', () => {
  const map = filled();
  map.set('c', 3);
  expect(read(map)).toEqual([undefined, 2, 3]);
});

test('an entry set once more is the newest, and no other leaves for it', () => {
  const map = filled();
  map.set('a', 4);
  expect(read(map)).toEqual([4, 2, undefined]);
  map.set('c', 3);
  expect(read(map)).toEqual([4, undefined, 3]);
});

test('a deleted entry makes room for one more', () => {
  const map = filled();
  map.delete('a');
  map.set('c', 3);
  expect(read(map)).toEqual([undefined, 2, 3]);
});

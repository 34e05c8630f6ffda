import { expect, test } from '@jest/globals';
import { isPlainJson } from './plain-json.ts';

class Money {
  readonly amount = 5;
}
const hidden = Object.defineProperty({}, 'secret', { value: 1, enumerable: false });

test.each<[string, unknown]>([
  ['objects, arrays and values', { a: [1, 'x', null, true, { b: {} }], c: -1.5 }],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
])('%s are written as they are', (_name, value) => {
  expect(isPlainJson(value)).toBe(true);
});

test.each<[string, unknown]>([
  ['a member that is undefined', { a: { b: undefined } }],
  ['a hole', Array(2)],
  ['a number that is not finite', [Number.NaN]],
  ['a date', { at: new Date(0) }],
  ['an object that says what it is written as', { a: { toJSON: () => 5 } }],
  ['bytes', Buffer.from('a')],
  ['a record of a class', new Money()],
  ['a map', new Map([['a', 1]])],
  ['a big integer', 1n],
  ['nothing', undefined],
  ['an array of another kind', Object.setPrototypeOf([1], Object.create(Array.prototype))],
])('%s is not', (_name, value) => {
  expect(isPlainJson(value)).toBe(false);
});

test('a member that is not enumerable is not written', () => {
  expect(isPlainJson(hidden)).toBe(true);
  expect(JSON.stringify(hidden)).toBe('{}');
});

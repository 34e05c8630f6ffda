import { expect, test } from '@jest/globals';
import { observedValue, observeReads } from './usage.ts';

function observed<T>(value: T): { value: T; reads: string[] } {
  const reads: string[] = [];
  return { value: observeReads(value, pointer => reads.push(pointer)), reads };
}

const order = () => ({
  number: 'C-1',
  note: null,
  lines: [
    { sku: 'a', price: { amount: 1 } },
    { sku: 'b', price: { amount: 2 } },
  ],
  'a/b~c': 1,
});

test('each field that is read is reported once, whatever the index, and never its value', () => {
  const { value, reads } = observed(order());
  expect(value.lines.map(line => line.price.amount)).toEqual([1, 2]);
  expect(value['a/b~c']).toBe(1);
  expect(reads).toEqual(['/lines', '/lines/*/price', '/lines/*/price/amount', '/a~1b~0c']);
  expect(observed(order()).reads).toEqual([]);
});

test('what is observed behaves as it is', () => {
  const { value } = observed(order());
  expect(JSON.stringify(value)).toBe(JSON.stringify(order()));
  expect(value.lines).toBe(value.lines);
  expect(Array.isArray(value.lines)).toBe(true);
  expect([...value.lines.keys()]).toEqual([0, 1]);
  expect({ ...value.lines[0] }).toEqual(order().lines[0]);
  expect('number' in value).toBe(true);
  expect(value.toString()).toBe('[object Object]');
  expect(observed(Object.freeze(order())).value.lines[0]?.sku).toBe('a');
  expect(observed('text').value).toBe('text');
});

test('bytes and streams are handed on as they are', async () => {
  const value = { bytes: new Uint8Array([1, 2]), stream: new Blob(['text']).stream(), day: new Date(0) };
  const read = observeReads(value, () => {});
  expect([read.bytes, read.stream, read.day]).toEqual([value.bytes, value.stream, value.day]);
  expect(await new Response(read.stream).text()).toBe('text');
});

test('a part of an answer can be observed on its own', () => {
  const reads: string[] = [];
  const line = observeReads({ price: { amount: 1 } }, pointer => reads.push(pointer), '/lines/*');
  expect(line.price.amount).toBe(1);
  expect(reads).toEqual(['/lines/*/price', '/lines/*/price/amount']);
  expect(observedValue(line.price)).toMatchObject({ value: { amount: 1 }, at: '/lines/*/price' });
  expect(observedValue({})).toBeUndefined();
});

import { expect, test } from '@jest/globals';
import { copyFields, everyField } from './fields.ts';

interface Line {
  sku: string;
  quantity: number;
  note?: string;
}

test('an object has the fields that have a value', () => {
  const line = everyField<Line>({ sku: 'a', quantity: 1, note: undefined });
  expect(line).toStrictEqual({ sku: 'a', quantity: 1 });
  expect(everyField<Line>({ sku: 'a', quantity: 1, note: 'x' })).toStrictEqual({ sku: 'a', quantity: 1, note: 'x' });
});

test('an object with a field that nobody named does not compile', () => {
  // @ts-expect-error `note` is not named
  everyField<Line>({ sku: 'a', quantity: 1 });
  // @ts-expect-error `quantity` is required
  everyField<Line>({ sku: 'a', quantity: undefined, note: undefined });
});

test('a copy leaves out the fields that are to be left out, and keeps what its type does not know', () => {
  const line: Line = JSON.parse('{ "sku": "a", "quantity": 1, "note": "x", "gift": true }');
  const copy: { sku: string; note?: string } = copyFields(line, { sku: true, quantity: false, note: true });
  expect(copy).toStrictEqual({ sku: 'a', note: 'x', gift: true });
});

test('a copy that does not name a field does not compile', () => {
  const line: Line = { sku: 'a', quantity: 1 };
  // @ts-expect-error `note` is not named
  copyFields(line, { sku: true, quantity: false });
  const copy = copyFields(line, { sku: true, quantity: false, note: false });
  // @ts-expect-error `quantity` was left out
  expect(copy.quantity).toBeUndefined();
});

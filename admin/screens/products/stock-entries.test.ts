import { expect, test } from '@jest/globals';
import type { FormVariant } from './form-variant.ts';
import { adjustmentsOf, entryProblem } from './stock-entries.ts';

const variant = (sku: string, stock: FormVariant['stock']) => ({ sku, stock });
const entry = (text: string, onHand = 0, reserved = 0) => ({ text, onHand, reserved });

test('a typed count is saved as the difference to the one that was on screen', () => {
  const variants = [
    variant('TEA-1', { east: entry('40'), west: entry('7', 9) }),
    variant(' TEA-2 ', { east: entry('12', 12) }),
  ];
  expect(adjustmentsOf(variants)).toEqual([
    { sku: 'TEA-1', location: 'east', delta: 40, reason: 'received' },
    { sku: 'TEA-1', location: 'west', delta: -2, reason: 'correction' },
  ]);
});

test('what is no count, and fewer than are held for orders, is not saved', () => {
  expect(entryProblem(entry('many'))).toBe('A whole number');
  expect(entryProblem(entry('-3'))).toBe('A whole number');
  expect(entryProblem(entry('2', 8, 3))).toMatch(/held for orders/);
  expect(entryProblem(entry('3', 8, 3))).toBeUndefined();
  expect(entryProblem(entry('8', 8, 8))).toBeUndefined();
});

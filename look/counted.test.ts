import { expect, test } from '@jest/globals';
import { counted } from './counted.ts';

test.each([
  [counted(0, 'product'), '0 products'],
  [counted(1, 'product'), '1 product'],
  [counted(1_200, 'entry', 'entries'), '1,200 entries'],
])('%s', (text, expected) => {
  expect(text).toBe(expected);
});

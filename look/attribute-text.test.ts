import { expect, test } from '@jest/globals';
import { attributeText } from './attribute-text.ts';

test.each([
  [{ boolean: true }, 'Yes'],
  [{ boolean: false }, 'No'],
  [{ number: 1250.5, unit: 'kcal' }, '1,250.5 kcal'],
  [{ number: 0 }, '0'],
  [{ text: 'Cocoa, sugar' }, 'Cocoa, sugar'],
  [{ values: [{ name: 'Italy' }, { name: 'Spain' }] }, 'Italy, Spain'],
])('%j reads %s', (given, text) => {
  expect(attributeText(given)).toBe(text);
});

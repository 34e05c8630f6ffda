import { expect, test } from '@jest/globals';
import { firstName } from './first-name.ts';

test.each([
  ['Ada Shopper', 'Ada'],
  ['Dr. Maximiliane von Hohenlohe', 'Maximiliane'],
  ['Prof. Dr. Ada Lovelace', 'Ada'],
  ['Frau Dipl.-Ing. Eva Berg', 'Eva'],
  ['  Grace   Hopper ', 'Grace'],
  ['J. R. R. Tolkien', 'J. R. R. Tolkien'],
  ['山田花子', '山田花子'],
  ['محمد بن راشد', 'محمد'],
  ['Dr.', 'Dr.'],
  ['Mo', 'Mo'],
])('%s is greeted as %s', (name, greeting) => {
  expect(firstName(name)).toBe(greeting);
});

import { expect, test } from '@jest/globals';
import { fuzzyScore } from './fuzzy.ts';

const texts = [
  'OrderPaid',
  'OrderPlaced',
  'createCheckout',
  'Add product',
  'Orders',
  'Messages',
  'listDeadLetterCounts',
];
const ranked = (typed: string) =>
  texts
    .flatMap(text => {
      const score = fuzzyScore(typed, text);
      return score === undefined ? [] : [{ text, score }];
    })
    .sort((one, other) => other.score - one.score)
    .map(({ text }) => text);

test.each([
  ['ordpd', ['OrderPaid', 'OrderPlaced']],
  ['op', ['OrderPaid', 'OrderPlaced']],
  ['orders', ['Orders']],
  ['add pro', ['Add product']],
  ['crtchk', ['createCheckout']],
  ['ldlc', ['listDeadLetterCounts']],
  ['checkout', ['createCheckout']],
  ['xyz', []],
])('%s finds %j', (typed, found) => {
  expect(ranked(typed)).toEqual(found);
});

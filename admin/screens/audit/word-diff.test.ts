import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wordDiff } from './word-diff.ts';

test('tells which words went and which came', () => {
  expect(wordDiff('Sweet yellow bananas, ripe', 'Sweet organic bananas, ripe')).toEqual([
    { kind: 'same', text: 'Sweet ' },
    { kind: 'removed', text: 'yellow' },
    { kind: 'added', text: 'organic' },
    { kind: 'same', text: ' bananas, ripe' },
  ]);
  expect(wordDiff('same', 'same')).toEqual([{ kind: 'same', text: 'same' }]);
  expect(wordDiff('', 'new')).toEqual([{ kind: 'added', text: 'new' }]);
});

test('whatever the texts, both can be read back', () => {
  const text = fc.array(fc.constantFrom('red', 'green', ' ', ', ', 'ä', '\n', '🍌')).map(words => words.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = wordDiff(before, after);
      const read = (leave: string) =>
        pieces
          .filter(({ kind }) => kind !== leave)
          .map(piece => piece.text)
          .join('');
      expect([read('added'), read('removed')]).toEqual([before, after]);
    }),
    { seed: 4 },
  );
});

test('texts of thousands of words are shown whole', () => {
  const long = 'word '.repeat(2000);
  expect(wordDiff(long, `${long}more`)).toHaveLength(2);
});

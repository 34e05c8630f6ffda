import { expect, test } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { fieldErrorOf } from './field-error.tsx';

test.each([
  ['@@react-admin@@"Required"', 'Required'],
  ['@@react-admin@@{"message":"At most %{max}","args":{"max":3}}', 'At most'],
  ['Choose at least one', 'Choose at least one'],
])('the message %s is shown in words', (message, words) => {
  const shown = renderToStaticMarkup(fieldErrorOf({ error: { message } }));
  expect(shown).toContain(words);
  expect(shown).not.toContain('@@');
});

test('a field without an error says nothing', () => {
  expect(fieldErrorOf({})).toBeUndefined();
  expect(fieldErrorOf({ error: {} })).toBeUndefined();
});

import { expect, test } from '@jest/globals';
import { darkMail } from './dark-mail.ts';

test('rules for dark colours hold, all others stay as they are', () => {
  const html =
    '<style>@media screen and (prefers-color-scheme:dark){a{b:c}} @media (prefers-color-scheme: light){d{e:f}}</style>';
  expect(darkMail(html)).toBe(
    '<style>@media screen and (min-width: 0){a{b:c}} @media (prefers-color-scheme: light){d{e:f}}</style>',
  );
});

import { expect, test } from '@jest/globals';
import { normalizeEmail } from './email-address.ts';

test.each([
  ['yamada@例え.テスト', 'yamada@xn--r8jz45g.xn--zckzah'],
  ['info@bücher.example', 'info@xn--bcher-kva.example'],
  ['info@xn--bcher-kva.example', 'info@xn--bcher-kva.example'],
  ['Ada@EXAMPLE.com', 'Ada@example.com'],
  [' a@example.com ', 'a@example.com'],
  ['müller@example.com', 'müller@example.com'],
  ['keitai..taro.@example.ne.jp', 'keitai..taro.@example.ne.jp'],
])('the e-mail address %s is %s', (text, expected) => {
  expect(normalizeEmail(text)).toBe(expected);
});

test.each(['a@localhost', 'a@exa mple.com', '@example.com', 'example.com', 'a@-.'])('%s is none', text => {
  expect(normalizeEmail(text)).toBeUndefined();
});

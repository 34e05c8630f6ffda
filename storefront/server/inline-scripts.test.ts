import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createNonce, withoutNonce } from './inline-scripts.ts';

const hashOf = (code: string) => `sha256-${createHash('sha256').update(code).digest('base64')}`;

test('a page is the same for everybody, whatever its nonce was', () => {
  const page = (nonce: string) =>
    `<link rel="preload" as="script" nonce="${nonce}"/><script nonce="${nonce}">push({"nonce":"${nonce}"})</script>`;
  const one = createNonce();
  const two = createNonce();
  expect(one).not.toBe(two);
  const first = withoutNonce(page(one), one);
  expect(withoutNonce(page(two), two)).toEqual(first);
  expect(first.html).not.toContain(one);
  const code = /<script>(.*)<\/script>/.exec(first.html)?.[1] ?? '';
  expect(first.hashes).toEqual([hashOf(code)]);
});

test.each([
  ['without a nonce', '<script>x()</script>'],
  ['with the nonce of another page', `<script nonce="${createNonce()}">x()</script>`],
  ['with an empty nonce', '<script nonce="">x()</script>'],
  ['in capitals', '<SCRIPT>x()</SCRIPT>'],
])('a script %s is not allowed', (_name, script) => {
  expect(withoutNonce(`<p>${script}</p>`, createNonce()).hashes).toEqual([]);
});

import { expect, test } from '@jest/globals';
import { fits } from './intended-break.ts';
import { operationLifecycle } from './operation-lifecycle.ts';
import { readIntendedBreaks } from './read-intended-breaks.ts';

const entry = (at: string, deprecated: string, sunset: string): string =>
  `- { finding: operation-removed, contract: a.yaml, place: /paths, at: [${at}], reason: r, owner: o, deprecated: ${deprecated}, sunset: ${sunset} }`;
const entriesOf = (...texts: string[]) => readIntendedBreaks(texts.join('\n')).entries;
const operation = { method: 'get', path: '/a/{b}', deprecated: false, deprecatedSince: undefined, sunset: undefined };

test('an intended break of an operation is announced with the headers of RFC 9745 and RFC 8594', () => {
  const entries = entriesOf(
    entry("'GET /a/{b}'", '2026-11-30', '2027-05-31'),
    entry('GET /c', '2020-01-01', '2020-01-02'),
  );
  expect(operationLifecycle(operation, entries)).toEqual({
    deprecation: '@1795996800',
    sunset: 'Mon, 31 May 2027 23:59:59 GMT',
  });
  expect(operationLifecycle({ ...operation, method: 'put' }, entries)).toBeUndefined();
});

test('an entry that does not say since when tells callers nothing', () => {
  const kind = (...more: string[]) =>
    readIntendedBreaks(
      `- { finding: f, contract: '*', message: m, at: ['* /a/*'], reason: r, owner: o, sunset: 2027-05-31${more.join()} }`,
    ).entries;
  expect(operationLifecycle(operation, kind())).toBeUndefined();
  expect(operationLifecycle(operation, kind(', deprecated: 2026-11-30'))?.deprecation).toBe('@1795996800');
});

test.each([
  ['GET /a/{b}', 'GET /a/{b}', true],
  ['GET /a/{b}', 'GET /a/b', false],
  ['GET /a/{b}', '* /a/*', true],
  ['GET /a', '* /a/*', false],
  ['aba', 'ab*ba', false],
  ['abcabd', 'a*c*bd', true],
  ['', '*', true],
])('%p is reached by %p: %p', (text, pattern, isReached) => {
  expect(fits(text, pattern)).toBe(isReached);
});

test('the earliest of several days counts', () => {
  const entries = entriesOf(
    entry("'GET /a/{b}'", '2026-11-30', '2027-05-31'),
    entry("'GET /a/{b}'", '2026-12-05', '2027-02-01'),
  );
  expect(operationLifecycle(operation, entries)?.sunset).toBe('Mon, 01 Feb 2027 23:59:59 GMT');
});

test('a document tells the end of its deprecated operations itself', () => {
  const ending = { ...operation, deprecatedSince: '2026-11-30', sunset: '2027-05-31' };
  expect(operationLifecycle({ ...ending, deprecated: true }, [])).toEqual({
    deprecation: '@1795996800',
    sunset: 'Mon, 31 May 2027 23:59:59 GMT',
  });
  expect(operationLifecycle(ending, [])).toBeUndefined();
});

import { describe, expect, test } from '@jest/globals';
import { isAmbiguous, templateProblem } from './path-template.ts';

describe('a path template', () => {
  test.each([
    '/',
    '/a',
    '/a/{b}',
    '/a/{b}Q{c}',
    "/P(key='{k}')",
    '/a:b',
    '/menü/{größe}',
    '/a.{b}.{c}',
    '/{a}/{b}',
    '/a?b=c',
    '/a#b',
  ])('such as %s can be routed', path => expect(templateProblem(path)).toBeUndefined());

  test.each([
    ['a', /must start with a slash/],
    ['/a?b={c}', /holds a parameter/],
    ['/a#{b}', /holds a parameter/],
    ['/a/{b', /braces/],
    ['/a/{}', /braces/],
    ['/a/b}', /braces/],
    ['/a/{b}/{b}', /stands twice/],
    ['/a/{b}{c}', /Nothing stands between the parameters b and c/],
  ])('such as %s cannot', (path, problem) => expect(templateProblem(path)).toMatch(problem));
});

test.each([
  ['/a/{b}', '/a/{c}', true],
  ['/a/{b}', '/a/c', false],
  ['/a/{b}', '/c/{b}', false],
  ['/a/{b}/x', '/a/c/{d}', false],
  ['/{a}-x', '/{b}', false],
  ['/{a}xy', '/xy{b}', true],
  ['/p{a}', '/q{a}', false],
  ['/{a}p', '/{a}q', false],
  ['/a/{b}', '/a/{b}/c', false],
  ['/a?b=1', '/a?c=1', true],
  ['/a?b=1', '/a?b=2', false],
  ['/a?b=1', '/a', false],
  ['/a?b=1', '/a?b=1&c=1', false],
])('%s and %s: some requests fit both, and nothing says which is meant: %s', (left, right, want) => {
  expect(isAmbiguous(left, right)).toBe(want);
  expect(isAmbiguous(right, left)).toBe(want);
});

import { expect, test } from '@jest/globals';
import { passwordProblem } from './password-strength.ts';

const owner = { email: 'olga.petrova@example.com', name: 'Olga Petrova-Orders' };

test.each([
  ['blanks', '            '],
  ['a common one', 'password1234'],
  ['a common one in disguise', 'P@ssw0rd1234'],
  ['a keyboard', 'qwertyuiop12'],
  ['a sequence', '123456789012'],
  ['a repetition', 'abababababababababab'],
  ['a long repetition', 'x'.repeat(200)],
  ['the own address', 'olga.petrova@example.com'],
  ['the own name and a year', 'OlgaPetrova2026'],
  ['the own name twice', 'PetrovaPetrova'],
])('%s is refused', (_name, password) => {
  expect(passwordProblem(password, owner)).toEqual(expect.any(String));
});

test.each([
  ['some words', 'correct horse battery'],
  ['what a password manager makes', 'x7f$kQ2mZpL9w'],
  ['words of another language', 'четыре зелёных чемодана'],
  ['a long sentence', 'It was a bright cold day in April, and the clocks were striking thirteen. '.repeat(2)],
])('%s is taken', (_name, password) => {
  expect(passwordProblem(password, owner)).toBeUndefined();
});

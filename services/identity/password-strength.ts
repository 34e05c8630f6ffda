import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** Knows the 30,000 most common passwords, names, keyboards, dates, repetitions and substituted characters. */
const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** More than 10^8 guesses: NIST SP 800-63B-4, 3.1.1.2, asks for a block list; this covers what is derived from it. */
const MIN_SCORE = 3;
/** Beside the own name and address. */
const MIN_OTHER_CHARACTERS = 8;
/** Of staff; the least length of a shopper's password is the contract's. */
const MIN_STAFF_CHARACTERS = 12;
/** What is longer is judged by its beginning: the estimate takes time that grows faster than the length. */
const JUDGED_CHARACTERS = 64;

/** The address, what is before its @, and the words of the name. */
function ownWords({ email, name }: { email: string; name: string }): string[] {
  const local = email.split('@')[0] ?? '';
  return [email, local, ...local.split(/[.+_-]/), name, ...name.split(/\s+/)].filter(word => word.length > 2);
}

/** How many characters of a password are left without the own words. */
function otherCharacters(password: string, words: readonly string[]): number {
  const longestFirst = words.map(word => word.toLowerCase()).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase()).length;
}

/** Why a password is too easy to guess for this person; undefined for a good one. */
export function passwordProblem(
  password: string,
  owner: { email: string; name: string; kind?: string },
): string | undefined {
  if (owner.kind === 'staff' && password.length < MIN_STAFF_CHARACTERS)
    return `has less than ${MIN_STAFF_CHARACTERS} characters`;
  const words = ownWords(owner);
  if (otherCharacters(password, words) < MIN_OTHER_CHARACTERS) return 'has too much of the own name or address in it';
  const { score, feedback } = estimator.check(password.slice(0, JUDGED_CHARACTERS), words);
  if (score >= MIN_SCORE) return undefined;
  if (/repeat/i.test(feedback.warning ?? '')) return 'repeats the same characters';
  return 'is easy to guess; some words that have nothing to do with each other are better';
}

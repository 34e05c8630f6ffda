import type { Operation } from '../openapi/service.ts';
import type { RequestCase } from './request-values.ts';

/** Which of all requests are sent. */
export interface Choice {
  /** So many of an operation at most; they are taken evenly. */
  limit(operation: Operation): number;
  /** Every request, also of those that a validator answers, which all operations share. */
  isThorough: boolean;
}

/** Of requests that the contract forbids one in so many is sent, and of those that it says nothing of. */
const FORBIDDEN = 8;
const OPEN = 3;

/**
 * What the contract allows reaches the program, so all of it is sent. What it forbids is answered by a validator: a few
 * values in each place are enough, others in each, so that every value is tried somewhere.
 */
export function chosen(cases: readonly RequestCase[], limit: number, isThorough: boolean): RequestCase[] {
  const isTaken = ({ valid, label }: RequestCase): boolean =>
    valid === true || numberOf(label) % (valid === false ? FORBIDDEN : OPEN) === 0;
  const taken = isThorough ? cases : cases.filter(isTaken);
  if (taken.length < limit) return [...taken];
  return Array.from(
    { length: limit - 1 },
    (_, index) => taken[Math.floor((index * taken.length) / (limit - 1))],
  ).filter(item => item !== undefined);
}

/** A number of a text, the same each time (FNV-1a, 32 bits). */
const numberOf = (text: string): number =>
  [...text].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0, 2_166_136_261);

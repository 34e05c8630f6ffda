import fc from 'fast-check';
import type { Json, JsonObject } from '../document/json.ts';
import { likelyValue } from './generated-schemas.ts';

/** Chooses one of so many. */
export type Choose = (count: number) => number;

/** What a test chooses by, the same again when it is run again. */
export const choices: fc.Arbitrary<() => Choose> = fc
  .array(fc.nat(), { minLength: 60, maxLength: 60 })
  .map(numbers => () => {
    let at = 0;
    return count => {
      at += 1;
      return (numbers[at % numbers.length] ?? 0) % Math.max(count, 1);
    };
  });

/** Four values of which the schema `Whole` may well allow some. */
export function likelyValues(schemas: JsonObject, choose: Choose): Json[] {
  return Array.from({ length: 4 }, () => likelyValue(schemas.Whole ?? true, schemas, choose));
}

import { formatsByName } from '../formats.ts';
import { isMultipleOf } from './decimals.ts';
import { equal } from './equality.ts';
import type { Evaluation, Keyword } from './keyword.ts';
import type { Place } from './place.ts';
import { listIn, numberIn } from './schema.ts';
import { lengthOf } from './text-length.ts';
import { meantBy } from './type.ts';

/** A keyword that compares a number with a limit. */
function limit(keyword: string, comparison: string, holds: (value: number, limit: number) => boolean): Keyword {
  return (evaluation, schema, place) => {
    const bound = numberIn(schema, keyword);
    if (bound === undefined || typeof place.value !== 'number' || holds(place.value, bound)) return true;
    return evaluation.fail(place, keyword, `must be ${comparison} ${bound}`, { comparison, limit: bound });
  };
}

const multipleOf: Keyword = (evaluation, schema, place) => {
  const divisor = numberIn(schema, 'multipleOf');
  if (divisor === undefined || typeof place.value !== 'number' || isMultipleOf(place.value, divisor)) return true;
  return evaluation.fail(place, 'multipleOf', `must be multiple of ${divisor}`, { multipleOf: divisor });
};

/** Keywords of numbers, in the order in which they are looked at. */
export const numberKeywords: Readonly<Record<string, Keyword>> = {
  maximum: limit('maximum', '<=', (value, bound) => value <= bound),
  minimum: limit('minimum', '>=', (value, bound) => value >= bound),
  exclusiveMaximum: limit('exclusiveMaximum', '<', (value, bound) => value < bound),
  exclusiveMinimum: limit('exclusiveMinimum', '>', (value, bound) => value > bound),
  format: (evaluation, schema, place) => format(evaluation, schema, place, undefined),
  multipleOf,
};

function length(keyword: string, words: string, holds: (length: number, limit: number) => boolean): Keyword {
  return (evaluation, schema, place) => {
    const bound = numberIn(schema, keyword);
    if (bound === undefined || typeof place.value !== 'string' || holds(lengthOf(place.value), bound)) return true;
    return evaluation.fail(place, keyword, `must NOT have ${words} than ${bound} characters`, { limit: bound });
  };
}

const expressions = new Map<string, RegExp>();

/** A pattern, compiled once. */
export function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern) ?? new RegExp(pattern, 'u');
  expressions.set(pattern, known);
  return known;
}

const pattern: Keyword = (evaluation, schema, place) => {
  const { pattern: text } = schema;
  if (typeof text !== 'string' || typeof place.value !== 'string' || expressionOf(text).test(place.value)) return true;
  return evaluation.fail(place, 'pattern', `must match pattern "${text}"`, { pattern: text });
};

const format: Keyword = (evaluation, schema, place) => {
  const { format: name } = schema;
  if (typeof name !== 'string' || hasFormat(name, place.value)) return true;
  return evaluation.fail(place, 'format', `must match format "${name}"`, { format: name });
};

/** Whether a value has a format; one of another type than the format is about, and an unknown format, have. */
function hasFormat(name: string, value: unknown): boolean {
  const found = formatsByName.get(name);
  const isOfNumbers = typeof found === 'object' && found !== null && 'type' in found && found.type === 'number';
  if (typeof value !== (isOfNumbers ? 'number' : 'string')) return true;
  const test: unknown = typeof found === 'object' && found !== null && 'validate' in found ? found.validate : found;
  if (test instanceof RegExp) return typeof value !== 'string' || test.test(value);
  return typeof test !== 'function' || test(value) === true;
}

/** Keywords of texts, in the order in which they are looked at. */
export const stringKeywords: Readonly<Record<string, Keyword>> = {
  maxLength: length('maxLength', 'more', (found, bound) => found <= bound),
  minLength: length('minLength', 'fewer', (found, bound) => found >= bound),
  pattern,
  format,
};

export const constant: Keyword = (evaluation, schema, place) =>
  isOneOf(evaluation, [schema.const], place) ||
  evaluation.fail(place, 'const', 'must be equal to constant', { allowedValue: schema.const });

export const enumeration: Keyword = (evaluation, schema, place) => {
  const allowedValues = listIn(schema, 'enum');
  return (
    isOneOf(evaluation, allowedValues, place) ||
    evaluation.fail(place, 'enum', 'must be equal to one of the allowed values', { allowedValues })
  );
};

/** Whether a value is one of some; a text may become the one that is written so. */
function isOneOf({ coerces }: Evaluation, allowed: readonly unknown[], place: Place): boolean {
  if (allowed.some(one => equal(place.value, one))) return true;
  const meant = coerces ? meantBy(place.value, allowed) : undefined;
  if (meant !== undefined) place.replace(meant);
  return meant !== undefined;
}

import { isObject, type Json } from '../document/json.ts';

const types: ReadonlySet<Json> = new Set(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']);

const isNumber = (value: Json): boolean => typeof value === 'number';
const isTexts = (value: Json): boolean => Array.isArray(value) && value.every(item => typeof item === 'string');
const isType = (value: Json): boolean =>
  Array.isArray(value) ? value.every(type => types.has(type)) : types.has(value);

/** What each keyword may hold (JSON Schema 2020-12, Validation 6), in words for those who wrote something else. */
const allowed: Readonly<Record<string, readonly [holds: (value: Json) => boolean, words: string]>> = {
  $ref: [value => typeof value === 'string', 'a text'],
  type: [isType, 'a type of JSON Schema, or a list of them'],
  enum: [Array.isArray, 'a list'],
  multipleOf: [isNumber, 'a number'],
  maximum: [isNumber, 'a number'],
  exclusiveMaximum: [isNumber, 'a number'],
  minimum: [isNumber, 'a number'],
  exclusiveMinimum: [isNumber, 'a number'],
  maxLength: [isNumber, 'a number'],
  minLength: [isNumber, 'a number'],
  maxItems: [isNumber, 'a number'],
  minItems: [isNumber, 'a number'],
  maxContains: [isNumber, 'a number'],
  minContains: [isNumber, 'a number'],
  maxProperties: [isNumber, 'a number'],
  minProperties: [isNumber, 'a number'],
  uniqueItems: [value => typeof value === 'boolean', 'a boolean'],
  required: [isTexts, 'a list of names'],
  dependentRequired: [value => isObject(value) && Object.values(value).every(isTexts), 'lists of names'],
  pattern: [value => typeof value === 'string', 'a regular expression'],
};

/** Throws for a value that a keyword cannot have: no validator could check by it. */
export function assertKeyword(keyword: string, value: Json): void {
  const [holds, words] = Object.hasOwn(allowed, keyword) ? (allowed[keyword] ?? []) : [];
  if (holds?.(value) === false) throw new Error(`${keyword} must be ${words}`);
  if (keyword === 'pattern' && typeof value === 'string') new RegExp(value, 'u').test('');
}

import { equal } from './equality.ts';
import { Evaluated } from './evaluated.ts';
import type { Evaluation, Keyword } from './keyword.ts';
import type { Place } from './place.ts';
import { constant, enumeration } from './scalar-keywords.ts';
import { listIn, type SchemaObject, toSchema } from './schema.ts';

const reference: Keyword = (evaluation, schema, place, seen) =>
  typeof schema.$ref !== 'string' || evaluation.apply(evaluation.resolve(schema.$ref), place, seen);

const not: Keyword = (evaluation, schema, place) => {
  const before = evaluation.errorCount;
  const holds = evaluation.attempt(toSchema(schema.not), place);
  evaluation.discard(before);
  return !holds || evaluation.fail(place, 'not', 'must NOT be valid');
};

const anyOf: Keyword = (evaluation, schema, place, seen) => {
  const before = evaluation.errorCount;
  let holds = false;
  for (const branch of listIn(schema, 'anyOf')) {
    const own = seen && new Evaluated();
    if (!evaluation.attempt(toSchema(branch), place, own)) continue;
    holds = true;
    if (own === undefined) break;
    seen?.add(own);
  }
  if (!holds) return evaluation.fail(place, 'anyOf', 'must match a schema in anyOf');
  evaluation.discard(before);
  return true;
};

const oneOf: Keyword = (evaluation, schema, place, seen) => {
  if (schema.discriminator !== undefined) return true; // the tag says which branch
  if (evaluation.coerces && typeof place.value === 'string') return oneReading(evaluation, schema, place);
  const before = evaluation.errorCount;
  const passing: number[] = [];
  for (const [index, branch] of listIn(schema, 'oneOf').entries()) {
    const own = seen && new Evaluated();
    if (!evaluation.attempt(toSchema(branch), place, own)) continue;
    if (own) seen?.add(own);
    if (passing.push(index) === 2) break;
  }
  if (passing.length !== 1)
    return evaluation.fail(place, 'oneOf', 'must match exactly one schema in oneOf', {
      passingSchemas: passing.length === 0 ? null : passing,
    });
  evaluation.discard(before);
  return true;
};

/**
 * A text may be one thing to one branch and something else to another: `5` an integer, or itself. It becomes the first
 * that a single branch takes it for.
 */
function oneReading(evaluation: Evaluation, schema: SchemaObject, place: Place): boolean {
  const before = evaluation.errorCount;
  const { value: text } = place;
  const readings: { index: number; value: unknown }[] = [];
  for (const [index, branch] of listIn(schema, 'oneOf').entries()) {
    if (evaluation.attempt(toSchema(branch), place)) readings.push({ index, value: place.value });
    place.replace(text);
  }
  const meant = readings.find(({ value }) => readings.filter(other => equal(other.value, value)).length === 1);
  if (!meant)
    return evaluation.fail(place, 'oneOf', 'must match exactly one schema in oneOf', {
      passingSchemas: readings.length === 0 ? null : readings.map(({ index }) => index),
    });
  place.replace(meant.value);
  evaluation.discard(before);
  return true;
}

const allOf: Keyword = (evaluation, schema, place, seen) => {
  let holds = true;
  for (const part of listIn(schema, 'allOf')) holds = evaluation.apply(toSchema(part), place, seen) && holds;
  return holds;
};

const condition: Keyword = (evaluation, schema, place, seen) => {
  const before = evaluation.errorCount;
  const own = seen && new Evaluated();
  const isMet = evaluation.attempt(toSchema(schema.if), place, own);
  evaluation.discard(before);
  if (isMet && own) seen?.add(own);
  const ifClause = isMet ? 'then' : 'else';
  if (schema[ifClause] === undefined || evaluation.apply(toSchema(schema[ifClause]), place, seen)) return true;
  return evaluation.fail(place, 'if', `must match "${ifClause}" schema`, { failingKeyword: ifClause });
};

/** Keywords of values of every type, in the order in which they are looked at. */
export const compositionKeywords: Readonly<Record<string, Keyword>> = {
  $ref: reference,
  const: constant,
  enum: enumeration,
  not,
  anyOf,
  oneOf,
  allOf,
  if: condition,
};

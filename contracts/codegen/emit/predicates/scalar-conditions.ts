import { arrayIn, type Json, type JsonObject } from '../../document/json.ts';
import { isOfType } from '../../runtime/schema/type.ts';
import { all, type Condition, call, equals, some } from './condition.ts';
import type { Hoisted } from './hoisted.ts';

/** So many values are compared one by one; more are looked up. */
const MAX_COMPARISONS = 8;

/** That a value has a type. */
export function hasType(type: Json, v: string): Condition {
  switch (type) {
    case 'null':
      return equals(v, 'null');
    case 'array':
      return call(`Array.isArray(${v})`);
    case 'object':
      return all([
        equals(`typeof ${v}`, `'object'`),
        { is: `${v} !== null`, isNot: `${v} === null` },
        { is: `!Array.isArray(${v})`, isNot: `Array.isArray(${v})` },
      ]);
    case 'integer':
      return call(`Number.isInteger(${v})`);
    case 'number':
      return call(`Number.isFinite(${v})`);
    default:
      return equals(`typeof ${v}`, type === 'boolean' ? `'boolean'` : `'string'`);
  }
}

/** That a value has one of some types. */
export function hasTypes(types: readonly Json[], v: string): Condition {
  return some(types.map(type => hasType(type, v)));
}

/** What number keywords ask of a number. */
export function numberConditions(schema: JsonObject, v: string, hoisted: Hoisted): Condition[] {
  const { maximum, minimum, exclusiveMaximum, exclusiveMinimum, format, multipleOf } = schema;
  const found: Condition[] = [];
  if (typeof maximum === 'number') found.push({ is: `${v} <= ${maximum}`, isNot: `${v} > ${maximum}` });
  if (typeof minimum === 'number') found.push({ is: `${v} >= ${minimum}`, isNot: `${v} < ${minimum}` });
  if (typeof exclusiveMaximum === 'number')
    found.push({ is: `${v} < ${exclusiveMaximum}`, isNot: `${v} >= ${exclusiveMaximum}` });
  if (typeof exclusiveMinimum === 'number')
    found.push({ is: `${v} > ${exclusiveMinimum}`, isNot: `${v} <= ${exclusiveMinimum}` });
  if (format === 'int32') found.push(equals(`(${v} | 0)`, v));
  if (format === 'int64') found.push(call(`Number.isSafeInteger(${v})`));
  if (typeof multipleOf === 'number') found.push(call(`${hoisted.use('isMultipleOf')}(${v}, ${multipleOf})`));
  return found;
}

/** What text keywords ask of a text. Its code units say first whether its characters need to be counted. */
export function stringConditions(schema: JsonObject, v: string, hoisted: Hoisted): Condition[] {
  const { maxLength: most, minLength: least, pattern, format } = schema;
  const found: Condition[] = [];
  const length = (comparison: string, contrary: string, bound: number): Condition => {
    const counted = `${hoisted.use('lengthOf')}(${v})`;
    return { is: `${counted} ${comparison} ${bound}`, isNot: `${counted} ${contrary} ${bound}` };
  };
  if (typeof most === 'number')
    found.push(some([{ is: `${v}.length <= ${most}`, isNot: `${v}.length > ${most}` }, length('<=', '>', most)]));
  if (least === 1) found.push({ is: `${v} !== ''`, isNot: `${v} === ''` });
  else if (typeof least === 'number' && least > 0) {
    const enough = 2 * least;
    found.push(some([{ is: `${v}.length >= ${enough}`, isNot: `${v}.length < ${enough}` }, length('>=', '<', least)]));
  }
  if (typeof pattern === 'string') found.push(call(`${hoisted.expression(pattern)}.test(${v})`));
  const formatted = typeof format === 'string' ? hoisted.textFormat(format, v) : undefined;
  if (formatted !== undefined) found.push(call(formatted));
  return found;
}

/** What `const` and `enum` ask of a value. */
export function valueConditions(schema: JsonObject, v: string, hoisted: Hoisted): Condition[] {
  const found: Condition[] = [];
  if (schema.const !== undefined) found.push(isValue(schema.const, v, hoisted));
  if (Array.isArray(schema.enum)) {
    const isLong = schema.enum.length > MAX_COMPARISONS && schema.enum.every(isScalar);
    const set = (values: readonly Json[]): string => `new Set([${values.map(one => hoisted.value(one)).join(', ')}])`;
    found.push(
      isLong
        ? call(`${hoisted.constant(set(schema.enum))}.has(${v})`)
        : some(schema.enum.map(value => isValue(value, v, hoisted))),
    );
  }
  return found;
}

/** Whether what `const` and `enum` allow has the types that a schema asks for anyway. */
export function valuesHaveType(schema: JsonObject, types: readonly Json[]): boolean {
  const values = schema.const === undefined ? arrayIn(schema, 'enum') : [schema.const];
  return values.length > 0 && values.every(value => types.some(type => isOfType(type, value)));
}

function isValue(value: Json, v: string, hoisted: Hoisted): Condition {
  if (isScalar(value)) return equals(v, hoisted.value(value));
  return call(`${hoisted.use('equal')}(${v}, ${hoisted.value(value)})`);
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

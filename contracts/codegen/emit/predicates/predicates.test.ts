import { compileFunction } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../../document/json.ts';
import { mapSchemas } from '../../document/visit-kinds.ts';
import { normalizeSchemas } from '../../openapi/normalize-schemas.ts';
import { formats } from '../../runtime/formats.ts';
import { isMultipleOf } from '../../runtime/schema/decimals.ts';
import { equal, hasDuplicates } from '../../runtime/schema/equality.ts';
import { memberOf } from '../../runtime/schema/object-keywords.ts';
import { lengthOf } from '../../runtime/schema/text-length.ts';
import { coerced } from '../../runtime/schema/type.ts';
import { type Predicate, type Validator, validator } from '../../runtime/validator.ts';
import { schemaSets } from '../../testing/generated-schemas.ts';
import { type Choose, choices, likelyValues } from '../../testing/likely-values.ts';
import { emitValidators, type ValidatorRequest } from '../validators.ts';

/** What a predicate says of a value and makes of it, and what the schema itself says and makes. */
interface Judged {
  predicate: [verdict: boolean, value: Json];
  schema: [verdict: boolean, value: Json];
}

const runtime = { formats, coerced, equal, hasDuplicates, isMultipleOf, lengthOf, memberOf };

/** Generated code, run with a `check` that gives its parts instead of putting them together. */
function judgeOf(schemas: JsonObject, options: Pick<ValidatorRequest, 'strictness' | 'coerce' | 'defaults'>) {
  const { document } = normalizeSchemas({ openapi: '3.1.1', components: { schemas } });
  const whole = new Map([['Whole', { $ref: '#/components/schemas/Whole' }]]);
  const { code } = emitValidators({ ...options, schemas: whole, document, runtime: '.' });
  let isValid: Predicate = () => false;
  let decides: Predicate = () => false;
  const taken = (...input: Parameters<typeof validator>): Validator => {
    const made = validator(...input);
    return {
      part: made.part,
      resolve: made.resolve,
      check: (id, predicate) => {
        isValid = predicate;
        decides = made.check(id, () => false);
        return decides;
      },
    };
  };
  const body = code.replaceAll(/^import .*\n/gm, '').replaceAll(/^export /gm, '');
  compileFunction(body, ['validator', ...Object.keys(runtime)])(taken, ...Object.values(runtime));
  return (value: Json): Judged => {
    const mine = copyOf(value);
    const its = copyOf(value);
    return { predicate: [isValid(mine), mine], schema: [decides(its), its] };
  };
}

const copyOf = (value: Json): Json => JSON.parse(JSON.stringify(value));

/** Keywords that the generated schemas do not have. */
const more: readonly JsonObject[] = [
  { contains: { type: 'integer' }, maxContains: 1 },
  { contains: { const: 'a' }, minContains: 2 },
  { propertyNames: { maxLength: 2 } },
  { dependentRequired: { a: ['b'] } },
  { dependentSchemas: { a: { properties: { b: { type: 'integer' } }, minProperties: 2 } } },
  { unevaluatedProperties: false },
  { unevaluatedProperties: { type: 'string' } },
  { unevaluatedItems: false },
  { minProperties: 1 },
  { default: 'a' },
  { default: 2 },
  { enum: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 0, 1] },
  { multipleOf: 0.01, exclusiveMinimum: -1 },
  { pattern: '^.b', format: 'email' },
];

function withMore(schemas: JsonObject, choose: Choose): JsonObject {
  const changed = mapSchemas({ components: { schemas } }, 'document', schema =>
    choose(3) === 0 ? { ...schema, ...more[choose(more.length)] } : schema,
  );
  const components = isObject(changed) ? changed.components : undefined;
  return isObject(components) && isObject(components.schemas) ? components.schemas : schemas;
}

/** A value whose numbers and truths are texts, as parameters are. */
function asTexts(value: Json): Json {
  if (Array.isArray(value)) return value.map(asTexts);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]));
  return value === null ? '' : String(value);
}

describe('what a predicate says of a value, its schema says', () => {
  const kinds: [string, Pick<ValidatorRequest, 'strictness' | 'coerce' | 'defaults'>][] = [
    ['an answer', { strictness: 'plain', coerce: false, defaults: false }],
    ['a request', { strictness: 'closed', coerce: false, defaults: true }],
    ['a form', { strictness: 'closed', coerce: true, defaults: true }],
    ['headers of an event', { strictness: 'plain', coerce: true, defaults: false }],
  ];
  test.each(kinds)('of %s', (_name, options) => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(schemaSets, choices, (written, chooser) => {
        const choose = chooser();
        const schemas = withMore(written, choose);
        const judge = judgeOf(schemas, options);
        for (const value of likelyValues(schemas, choose)) {
          const { predicate, schema } = judge(options.coerce ? asTexts(value) : value);
          seen[predicate[0] ? 'accepted' : 'refused'] += 1;
          // what is changed of a value that is refused is nobody's
          expect(predicate[0] ? predicate : [false]).toEqual(schema[0] ? schema : [false]);
        }
      }),
      { seed: 20261130, numRuns: 400 },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(200);
  });
});

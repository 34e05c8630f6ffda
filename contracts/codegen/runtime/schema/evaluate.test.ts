import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../document/json.ts';
import { normalizeSchemas } from '../../openapi/normalize-schemas.ts';
import { validatorOf } from '../../openapi/validator-of.ts';
import { schemaSets } from '../../testing/generated-schemas.ts';
import { choices, likelyValues } from '../../testing/likely-values.ts';
import type { CheckError } from '../check.ts';

/** So many are surely looked for. */
const MAX_ERRORS = 20;

const whole = { $ref: '#/components/schemas/Whole' };

const summaries = (errors: readonly Partial<CheckError>[] | null | undefined): unknown[] =>
  (errors ?? []).map(({ instancePath, keyword, message, params }) => ({ instancePath, keyword, message, params }));

/** What ajv finds wrong with a value; undefined where it fails itself: it calls `toString` of objects it compares. */
function theirs(document: JsonObject): (value: Json) => unknown[] | undefined {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    strictNumbers: true,
    ownProperties: true,
    validateSchema: false,
  });
  ajv.addSchema({ $id: 'contract', ...document });
  const check = ajv.compile({ $ref: 'contract#/components/schemas/Whole' });
  return value => {
    try {
      check(value);
      return summaries(check.errors);
    } catch {
      return undefined;
    }
  };
}

test('the first errors of a value are those that ajv finds, in the same order', () => {
  let count = 0;
  fc.assert(
    fc.property(schemaSets, choices, (schemas, chooser) => {
      const { document } = normalizeSchemas({ openapi: '3.1.1', components: { schemas } });
      const check = validatorOf(document, whole);
      const reference = theirs(document);
      for (const value of likelyValues(schemas, chooser())) {
        const expected = reference(value);
        if (expected === undefined) continue;
        check(value);
        count += expected.length;
        expect(summaries(check.errors).slice(0, MAX_ERRORS)).toEqual(expected.slice(0, MAX_ERRORS));
      }
    }),
    { seed: 20261130, numRuns: 400 },
  );
  expect(count).toBeGreaterThan(500);
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../document/json.ts';
import { Comparison } from './compare.ts';
import { ajvAccepts } from './confirm.ts';
import { isValid } from './evaluate.ts';
import { SchemaDocument } from './schema-document.ts';
import { document, edited, instance } from './testing/arbitrary-schema.ts';

const instances = fc.array(instance, { minLength: 30, maxLength: 30 });
const pair = document.chain(before =>
  fc.record({ before: fc.constant(before), after: fc.oneof(edited(before), document), instances }),
);

test('never says yes where an instance is valid under one schema and invalid under the other', () => {
  const tally = { yes: 0, no: 0, unknown: 0 };
  fc.assert(
    fc.property(pair, ({ before, after, instances }) => {
      const sent = new SchemaDocument(before);
      const received = new SchemaDocument(after);
      const { answer } = new Comparison(sent, received).within(before.main ?? true, after.main ?? true);
      tally[answer] += 1;
      if (answer !== 'yes') return;
      for (const value of instances) {
        if (isValid(sent, before.main ?? true, value)) expect(isValid(received, after.main ?? true, value)).toBe(true);
      }
    }),
    { numRuns: 500, seed: 20261129 },
  );
  // The answers are worth something: most questions get one, and both of them occur.
  expect(tally.unknown).toBeLessThan(50);
  expect(tally.no).toBeGreaterThan(100);
});

test('the interpreter of the search gives the verdicts of ajv', () => {
  fc.assert(
    fc.property(document, instances, (given, values) => {
      const plain = new SchemaDocument(withoutQuirks(given));
      const schema = withoutQuirks(given.main ?? true);
      for (const value of values) {
        const expected = ajvAccepts(plain, schema, value);
        if (expected !== undefined) expect(isValid(plain, schema, value)).toBe(expected);
      }
    }),
    { numRuns: 250, seed: 20261129 },
  );
});

/**
 * Leaves out what ajv 8 gets wrong: `contains` beside `prefixItems`, and `unevaluatedItems` beside other applicators.
 */
function withoutQuirks(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutQuirks);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key]) => key !== 'unevaluatedItems' && !(key === 'contains' && value.prefixItems !== undefined),
  );
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutQuirks(item)]));
}

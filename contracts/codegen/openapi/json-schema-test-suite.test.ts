import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { knownFormats } from '../runtime/formats.ts';
import { formatOf, generateGroup, suiteFiles, suiteGroups } from '../testing/json-schema-test-suite.ts';
import { typeErrorsOf } from '../testing/type-errors.ts';

/**
 * The JSON Schema Test Suite, draft 2020-12, on generated code: every schema gives a validator that says of each value
 * what the suite says, or is refused by name. README, "What is refused", says it to users.
 */

/** By file and group: what the finding names. */
const refused: Record<string, string> = {
  'defs.json: validate definition against metaschema': 'https://json-schema.org/draft/2020-12/schema is not fetched',
  'ref.json: remote ref, containing refs itself': 'https://json-schema.org/draft/2020-12/schema is not fetched',
  'dynamicRef.json: A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope':
    'has the $dynamicAnchor meta',
  'dynamicRef.json: after leaving a dynamic scope, it is not used by a $dynamicRef': 'has the $dynamicAnchor thingy',
  'dynamicRef.json: $ref to $dynamicRef finds detached $dynamicAnchor': 'has the $dynamicAnchor detached',
  'vocabulary.json: schema that uses custom metaschema with with no validation vocabulary': 'The dialect',
  'vocabulary.json: ignore unrecognized optional vocabulary': 'The dialect',
  'optional/format-assertion.json: schema that uses custom metaschema with format-assertion: false': 'The dialect',
  'optional/format-assertion.json: schema that uses custom metaschema with format-assertion: true': 'The dialect',
};

/** Values that the suite allows and we do not, on purpose: README, "What requests may hold". */
const stricter = [
  'a valid date-time with a leap second, UTC',
  'a valid date-time with a leap second, with minus offset',
  'a quoted string with a space in the local part is valid',
  'a quoted string with a double dot in the local part is valid',
  'a quoted string with a @ in the local part is valid',
  'an IPv4-address-literal after the @ is valid',
  'an IPv6-address-literal after the @ is valid',
];

/** Formats are checked, which 2020-12 leaves to the implementation (Validation 7.2.1). */
function isStricter(description: string): boolean {
  return stricter.includes(description) || description.endsWith('string is only an annotation by default');
}

const programs: string[] = [];

describe('the JSON Schema Test Suite', () => {
  test.each(suiteFiles())('%s', async file => {
    const wrong: string[] = [];
    for (const group of suiteGroups(file)) {
      const name = `${file}: ${group.description}`;
      const format = formatOf(group);
      if (format !== undefined && !knownFormats.has(format)) continue; // the rule known-format says so
      const outcome = await generateGroup(group);
      const expected = refused[name];
      if (outcome.generated === undefined) {
        const said = outcome.findings.some(({ message }) => expected !== undefined && message.includes(expected));
        if (!said) wrong.push(`${name}: ${outcome.findings[0]?.message}`);
        continue;
      }
      if (expected !== undefined) wrong.push(`${name} is not refused`);
      for (const { description, data, valid } of group.tests) {
        if (outcome.accepts(data) !== (valid && !isStricter(description))) wrong.push(`${name}: ${description}`);
      }
      if (!outcome.findings.some(({ rule }) => rule === 'not-checked')) {
        writeFileSync(join(outcome.generated, 'program.ts'), programOf(group.tests.filter(({ valid }) => valid)));
        programs.push(join(outcome.generated, 'program.ts'));
      }
    }
    expect(wrong).toEqual([]);
  });

  test('has a type for each schema that its valid values have', () => {
    expect(programs.length).toBeGreaterThan(250);
    expect(typeErrorsOf(programs).filter(error => !error.includes('has no properties in common'))).toEqual([]);
  });
});

function programOf(tests: { data: unknown }[]): string {
  return [
    `import type { AskResponse } from './types.ts';`,
    'type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;',
    'declare function mutable<const T>(value: T): Mutable<T>;',
    `type Body = Extract<AskResponse, { status: 200 }>['body'];`,
    ...tests.map(({ data }, index) => `export const value${index}: Body = mutable(${JSON.stringify(data)});`),
  ].join('\n');
}

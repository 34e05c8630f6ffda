import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import ts from 'typescript';
import { type Json, type JsonObject, objectIn } from '../document/json.ts';
import { declareTypes, renameReferences } from '../emit/schema-types.ts';
import { likelyValue, schemaSets } from '../testing/generated-schemas.ts';
import { normalizeSchemas } from './normalize-schemas.ts';
import { validatorOf } from './validator-of.ts';

/**
 * Generated schemas and values: our validators say of each value what plain ajv says of the schema as it is written,
 * and each value that is accepted has the generated type.
 */

const seed = 20261129;
const whole = { $ref: '#/components/schemas/Whole' };

function ours(schemas: JsonObject): (value: Json) => boolean {
  const { document } = normalizeSchemas({ openapi: '3.1.1', components: { schemas } });
  const check = validatorOf(document, whole);
  return value => check(value);
}

/** Undefined where ajv fails: it calls `toString` of objects that it compares, also where that is a member. */
function theirs(schemas: JsonObject): (value: Json) => boolean | undefined {
  const ajv = new Ajv2020({ strict: false, ownProperties: true, validateSchema: false });
  ajv.addSchema({ $id: 'contract', components: { schemas } });
  const check = ajv.compile({ $ref: 'contract#/components/schemas/Whole' });
  return value => {
    try {
      return check(value);
    } catch {
      return undefined;
    }
  };
}

const values = (schemas: JsonObject) =>
  fc.array(fc.nat(), { minLength: 40, maxLength: 40 }).map(choices => {
    let at = 0;
    const choose = (count: number) => {
      at += 1;
      return (choices[at % choices.length] ?? 0) % Math.max(count, 1);
    };
    return likelyValue(schemas.Whole ?? true, schemas, choose);
  });
/** ajv takes objects of another realm, as `structuredClone` makes them here, for no equal ones. */
const copyOf = (value: Json): Json => JSON.parse(JSON.stringify(value));

const cases = schemaSets.chain(schemas =>
  fc.array(values(schemas), { minLength: 4, maxLength: 4 }).map(found => ({ schemas, found })),
);

describe('a schema', () => {
  test('is judged by our validators as by plain ajv', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(cases, ({ schemas, found }) => {
        const mine = ours(schemas);
        const plain = theirs(schemas);
        for (const value of found) {
          const verdict = plain(copyOf(value));
          if (verdict === undefined) continue;
          seen[verdict ? 'accepted' : 'refused'] += 1;
          if (mine(copyOf(value)) !== verdict)
            throw new Error(`${JSON.stringify(value)} is ${verdict ? 'valid' : 'not valid'}`);
        }
      }),
      { seed, numRuns: 400 },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(200);
  });

  test('has a type that every valid value has', () => {
    const samples = fc.sample(cases, { seed, numRuns: 500 }).map(withoutInherited);
    const code: string[] = [
      'type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;',
      'declare function mutable<const T>(value: T): Mutable<T>;',
    ];
    const sources = new Map<number, string>();
    let count = 0;
    samples.forEach(({ schemas, found }, index) => {
      const accepts = theirs(schemas);
      const { components } = normalizeSchemas({ openapi: '3.1.1', components: { schemas } }).document;
      const normal = objectIn({ components: components ?? {} }, 'components').schemas;
      const named = Object.entries(objectIn({ normal: normal ?? {} }, 'normal')).map(([name, schema]) => ({
        name: `${name}${index}`,
        schema: renameReferences(schema, own => `${own}${index}`),
      }));
      code.push(...declareTypes(named).split('\n'));
      for (const value of found.filter(item => accepts(structuredClone(item)))) {
        count += 1;
        code.push(`export const value${count}: Whole${index} = mutable(${JSON.stringify(value)});`);
        sources.set(code.length, `${JSON.stringify(value)} of ${JSON.stringify(schemas)}`);
      }
    });
    expect(errorsOf(code.join('\n')).map(({ line, text }) => `${text}: ${sources.get(line) ?? line}`)).toEqual([]);
    expect(count).toBeGreaterThan(300);
  });
});

/** To TypeScript every object has these members, so that none has them with another type unless it says so. */
function withoutInherited<T>(sample: T): T {
  return JSON.parse(JSON.stringify(sample).replaceAll('constructor', 'c').replaceAll('toString', 't'));
}

/** A value without a member that the type knows is still a value of it. */
const noCommonProperties = 2559;

function errorsOf(text: string): { line: number; text: string }[] {
  const file = 'schemas.ts';
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: [],
    target: ts.ScriptTarget.ES2024,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ESNext) : getSourceFile(name, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .filter(({ code }) => code !== noCommonProperties)
    .map(({ file: source, start = 0, messageText }) => ({
      line: (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1,
      text: ts.flattenDiagnosticMessageText(messageText, ' '),
    }));
}

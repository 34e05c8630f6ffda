import { isObject, type Json, stringIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import type { Contract } from '../lint/contract.ts';
import { problemsOf } from '../openapi/validator-of.ts';

/** Integers that a number of JavaScript would silently make others of. */
export function largeConstants({ bundle, report }: Contract): void {
  const check = (value: Json | undefined, path: readonly (string | number)[]): void => {
    if (largeIntegers(value).some(large => bundle.isChangedInteger([...path], large)))
      report('not-supported', path, largeInteger);
  };
  visitKinds(bundle.document, 'document', (schema, kind, path) => {
    if (kind !== 'schema') return;
    for (const key of ['const', 'default'] as const) check(schema[key], [...path, key]);
    if (Array.isArray(schema.enum))
      for (const [index, value] of schema.enum.entries()) check(value, [...path, 'enum', index]);
  });
}

const largeInteger = 'An integer beyond 2^53 is another one in JavaScript: write it as a string';

function largeIntegers(value: Json | undefined): number[] {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) >= 1e15 ? [value] : [];
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return inner.flatMap(largeIntegers);
}

const dialects =
  /^https:\/\/(json-schema\.org\/draft\/2020-12\/schema|spec\.openapis\.org\/oas\/3\.[12]\/dialect\/.*)#?$/;

/** Schemas of another dialect than that of the document would be read wrongly. */
export function schemaDialect({ bundle: { document }, report }: Contract): void {
  const isOpenapi = 'openapi' in document;
  const check = (dialect: string | undefined, path: readonly (string | number)[]): void => {
    if (dialect === undefined || dialects.test(dialect)) return;
    if (!isOpenapi && /draft-07\/schema#?$/.test(dialect)) return;
    report('not-supported', path, `The dialect ${dialect} is not supported: write JSON Schema 2020-12`);
  };
  check(stringIn(document, 'jsonSchemaDialect'), ['jsonSchemaDialect']);
  visitKinds(document, 'document', (schema, kind, path) => {
    if (kind === 'schema') check(stringIn(schema, '$schema'), [...path, '$schema']);
  });
}

/** A default that its own schema refuses: whoever leaves the value out is refused too. */
export function wrongDefaults({ bundle: { document }, report }: Contract): void {
  visitKinds(document, 'document', (schema, kind, path) => {
    if (kind !== 'schema' || schema.default === undefined || schema.default === null) return;
    const [problem] = problemsOf(document, schema, schema.default);
    if (!problem) return;
    const message = `The default${problem.path === '' ? '' : ` at ${problem.path}`} ${problem.message}: without a value, requests are refused`;
    report('not-checked', [...path, 'default'], message);
  });
}

import { isObject, type Json, stringIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import type { Contract } from '../lint/contract.ts';

/** Integers that a number of JavaScript would silently make others of. */
export function largeConstants({ bundle: { document }, report }: Contract): void {
  visitKinds(document, 'document', (schema, kind, path) => {
    if (kind !== 'schema') return;
    for (const key of ['const', 'default'] as const)
      if (holdsLargeInteger(schema[key])) report('not-supported', [...path, key], largeInteger);
    if (Array.isArray(schema.enum))
      for (const [index, value] of schema.enum.entries())
        if (holdsLargeInteger(value)) report('not-supported', [...path, 'enum', index], largeInteger);
  });
}

const largeInteger = 'An integer beyond 2^53 is another one in JavaScript: write it as a string';

function holdsLargeInteger(value: Json | undefined): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (Array.isArray(value)) return value.some(holdsLargeInteger);
  return isObject(value) && Object.values(value).some(holdsLargeInteger);
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

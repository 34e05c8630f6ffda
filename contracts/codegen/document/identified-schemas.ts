import { pathToFileURL } from 'node:url';
import type { Json, JsonObject } from './json.ts';
import { visitKinds } from './visit-kinds.ts';

/** A schema that has an `$id`: its absolute URI, and the keys that lead to it. */
export interface IdentifiedSchema {
  uri: string;
  keys: string[];
}

/** The schemas of a file that have an `$id`, outer ones first (JSON Schema 2020-12, Core 8.2.1). */
export function identifiedSchemas(document: JsonObject, file: string): IdentifiedSchema[] {
  const found: IdentifiedSchema[] = [];
  const isDocument = 'openapi' in document || 'asyncapi' in document;
  visitKinds(document, isDocument ? 'document' : 'schema', (schema, kind, path) => {
    if (kind !== 'schema' || !isIdentifier(schema.$id)) return;
    const keys = path.map(String);
    const base = baseOf(found, keys) ?? pathToFileURL(file).href;
    if (URL.canParse(schema.$id, base)) found.push({ uri: withoutFragment(new URL(schema.$id, base)), keys });
  });
  return found;
}

/** Whether a value of `$id` names its schema. */
export function isIdentifier(value: Json | undefined): value is string {
  return typeof value === 'string' && !value.startsWith('#');
}

/** The URI that references at these keys are relative to, where a schema around them has one. */
export function baseOf(
  identified: readonly IdentifiedSchema[],
  keys: readonly (string | number)[],
): string | undefined {
  return identified.findLast(schema => schema.keys.every((key, index) => key === String(keys[index])))?.uri;
}

/** Where a reference leads that is relative to the `$id` of a schema, or names one; undefined where none is meant. */
export function identifiedTarget(
  identified: readonly IdentifiedSchema[],
  ref: string,
  keys: readonly (string | number)[],
): { uri: string; schema: IdentifiedSchema | undefined; fragment: string } | undefined {
  const base = baseOf(identified, keys);
  if (!URL.canParse(ref, base)) return undefined;
  const url = new URL(ref, base);
  const uri = withoutFragment(url);
  const schema = identified.find(candidate => candidate.uri === uri);
  if (base === undefined && schema === undefined) return undefined;
  return { uri, schema, fragment: url.hash.slice(1) };
}

function withoutFragment(url: URL): string {
  const copy = new URL(url);
  copy.hash = '';
  return copy.href;
}

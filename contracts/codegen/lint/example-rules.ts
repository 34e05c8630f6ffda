import { withTraits } from '../asyncapi/traits.ts';
import { arrayIn, formatPointer, isObject, type Json, type JsonObject, objectIn, refOf } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import { walk } from '../document/walk.ts';
import { deref } from '../openapi/deref.ts';
import type { Strictness } from '../openapi/validation-schema.ts';
import { problemsOf } from '../openapi/validator-of.ts';
import type { Contract, EventContract, ServiceContract } from './contract.ts';

type Path = (string | number)[];

/** Every JSON body of a request or response has an example, on the media type or on its schema. */
export function exampleRule({ bundle, service, report }: ServiceContract): void {
  walk(bundle.document, (object, path) => {
    if (path.at(-1) !== 'content') return;
    for (const [type, value] of Object.entries(object)) {
      const media = objectIn(object, type);
      const isJson = /json/.test(type);
      if (isJson && isObject(value) && !hasExample(media) && !schemaHasExample(service.document, media.schema)) {
        report('body-example', [...path, type], 'A body needs an example, here or on its schema');
      }
    }
  });
}

/** Examples are what their schemas say; those of request bodies without a field that is not declared. */
export function exampleValidityRule(contract: Contract): void {
  const { bundle, report } = contract;
  const { document } = bundle;
  const verify = (schema: Json, value: Json, path: Path, strictness: Strictness): void => {
    for (const { path: at, message } of problemsOf(document, schema, value, strictness))
      report('example-valid', path, `The example${at === '' ? '' : ` at ${at}`} ${message}`);
  };
  walk(document, (object, path) => {
    if (isObject(object.schema)) {
      const strictness = path.includes('requestBody') || path[1] === 'requestBodies' ? 'closed' : 'plain';
      for (const [value, at] of mediaExamples(document, object, path)) verify(object.schema, value, at, strictness);
    }
    if (isSchemaObject(object, path)) {
      const examples = arrayIn(object, 'examples').map((value, index): [Json, Path] => [
        value,
        [...path, 'examples', index],
      ]);
      if ('example' in object && !('schema' in object) && object.example !== undefined)
        examples.push([object.example, [...path, 'example']]);
      for (const [value, at] of examples) verify(object, value, at, 'plain');
    }
  });
  if ('publisher' in contract) messageExamples(contract, verify);
}

function messageExamples(
  { bundle: { document } }: EventContract,
  verify: (schema: Json, value: Json, path: Path, strictness: Strictness) => void,
): void {
  visitKinds(document, 'document', (value, kind, path) => {
    if (kind !== 'message' || refOf(value) !== undefined) return;
    const message = withTraits(document, value);
    arrayIn(value, 'examples').forEach((example, index) => {
      for (const part of ['payload', 'headers'] as const) {
        const schema = message[part];
        const given = isObject(example) ? example[part] : undefined;
        if (schema !== undefined && given !== undefined && !(isObject(schema) && 'schemaFormat' in schema))
          verify(schema, given, [...path, 'examples', index, part], 'plain');
      }
    });
  });
}

/** The examples of a media type, parameter or header. */
function mediaExamples(document: JsonObject, media: JsonObject, path: Path): [Json, Path][] {
  const found: [Json, Path][] = media.example === undefined ? [] : [[media.example, [...path, 'example']]];
  for (const [name, example] of Object.entries(objectIn(media, 'examples'))) {
    const value = deref(document, example);
    if (isObject(value) && value.value !== undefined) found.push([value.value, [...path, 'examples', name]]);
  }
  return found;
}

function hasExample(media: JsonObject): boolean {
  return media.example !== undefined || Object.keys(objectIn(media, 'examples')).length > 0;
}

/** Whether a schema, one that it refers to, the items of a list, or every property shows an example. */
function schemaHasExample(document: JsonObject, schema: Json | undefined, seen = new Set<string>()): boolean {
  const ref = refOf(schema);
  if (ref !== undefined && seen.has(ref)) return false;
  if (ref !== undefined) seen.add(ref);
  const target = deref(document, schema);
  if (!isObject(target)) return false;
  if (target.example !== undefined || arrayIn(target, 'examples').length > 0 || target.const !== undefined) return true;
  if (target.type === 'array') return schemaHasExample(document, target.items, seen);
  const parts = ['allOf', 'oneOf', 'anyOf'].flatMap(key => arrayIn(target, key));
  if (parts.length > 0) return parts.some(part => schemaHasExample(document, part, new Set(seen)));
  const properties = Object.values(objectIn(target, 'properties'));
  return properties.length > 0 && properties.every(property => schemaHasExample(document, property, new Set(seen)));
}

const schemaParents = new Set([
  'schemas',
  'properties',
  'patternProperties',
  'allOf',
  'oneOf',
  'anyOf',
  'prefixItems',
  '$defs',
]);

function isSchemaObject(object: JsonObject, path: Path): boolean {
  const last = path.at(-1);
  if ('schema' in object) return false;
  return (
    schemaParents.has(String(path.at(-2))) ||
    last === 'schema' ||
    last === 'items' ||
    last === 'payload' ||
    formatPointer(path).endsWith('/additionalProperties')
  );
}

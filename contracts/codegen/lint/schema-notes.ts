import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  refOf,
  stringsIn,
  valueAt,
} from '../document/json.ts';
import { holdsDefault } from '../openapi/defaults.ts';
import { tagOf } from '../openapi/discriminators.ts';
import { declaredProperties } from '../openapi/shape.ts';
import { eachOperation, type ServiceContract, type ServiceRule } from './contract.ts';

type Path = readonly (string | number)[];
type Visit = (schema: JsonObject, path: Path, isTried: boolean) => void;

/** Schemas that are tried, where a branch that fails must leave no trace: nothing is filled in. */
const tried = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains', 'propertyNames']);
const maps = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const others = ['allOf', 'then', 'else', 'items', 'prefixItems', 'additionalProperties', 'unevaluatedProperties'];

/** A default that no validator fills in, because it is in a branch that is only tried. */
export const defaultNotFilled: ServiceRule = eachRequestSchema((schema, path, isTried, { service, report }) => {
  if (!isTried) return;
  const message =
    'is not filled in: its schema is one of several that are tried. Tell them apart by a required constant';
  for (const [name, value] of Object.entries(objectIn(schema, 'properties'))) {
    if (isObject(value) && value.default !== undefined)
      report('default-not-filled', [...path, 'properties', name, 'default'], `The default of ${name} ${message}`);
  }
  if (refOf(schema) !== undefined && holdsDefault(service.document, schema))
    report('default-not-filled', [...path, '$ref'], `A default in it ${message}`);
});

/** In OpenAPI 3.1 `readOnly` is an annotation: what is required is required in requests too. */
export const readOnlyRequired: ServiceRule = eachRequestSchema((schema, path, _isTried, { service, report }) => {
  const { document } = service;
  if (String(document.openapi).startsWith('3.0')) return;
  const properties = declaredProperties(document, schema);
  for (const name of stringsIn(schema, 'required')) {
    const property = properties.get(name);
    if (isObject(property) && property.readOnly === true)
      report(
        'read-only-required',
        [...path, 'required'],
        `${name} is readOnly, which only says so in OpenAPI 3.1: a request without it is refused. Give requests a schema of their own`,
      );
  }
});

function eachRequestSchema(visit: (...seen: [...Parameters<Visit>, ServiceContract]) => void): ServiceRule {
  return contract => {
    const seen = new Set<string>();
    eachOperation(({ at, body }, { service }) => {
      for (const { type, schema } of body?.media ?? []) {
        const path = [...at, 'requestBody', 'content', type, 'schema'];
        walk(service.document, schema ?? true, path, false, seen, (part, place, isTried) =>
          visit(part, place, isTried, contract),
        );
      }
    })(contract);
  };
}

function walk(document: JsonObject, schema: Json, path: Path, isTried: boolean, seen: Set<string>, visit: Visit): void {
  if (!isObject(schema)) return;
  visit(schema, path, isTried);
  const ref = refOf(schema);
  if (ref !== undefined && !isTried && !seen.has(ref)) {
    seen.add(ref);
    walk(document, valueAt(document, parsePointer(ref)) ?? true, parsePointer(ref), false, seen, visit);
  }
  for (const key of [...tried, ...others, ...maps]) {
    const isUnsure = isTried || (tried.has(key) && !(key === 'oneOf' && tagOf(schema, document) !== undefined));
    const parts: [Path, Json][] = maps.has(key)
      ? Object.entries(objectIn(schema, key)).map(([name, part]) => [[key, name], part])
      : isObject(schema[key])
        ? [[[key], schema[key]]]
        : arrayIn(schema, key).map((part, index) => [[key, index], part]);
    for (const [inside, part] of parts) walk(document, part, [...path, ...inside], isUnsure, seen, visit);
  }
}

import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { isName, walk } from '../document/walk.ts';
import { parseSize } from '../openapi/read-operation.ts';
import { adminResourceName } from '../support/admin.ts';
import type { Contract } from './contract.ts';

type Place = 'info' | 'operation' | 'schema' | 'channel';

interface Extension {
  places: Place[];
  /** What is wrong with a value, or undefined. */
  problem(value: Json): string | undefined;
}

const oneOf =
  (...values: string[]) =>
  (value: Json) =>
    values.includes(String(value)) ? undefined : `must be one of ${values.join(', ')}`;

const compatibilities = ['BACKWARD', 'FORWARD', 'FULL'].flatMap(mode => [mode, `${mode}_TRANSITIVE`]);

const extensions: Record<string, Extension> = {
  'x-owner': {
    places: ['info'],
    problem: value => (typeof value === 'string' && value !== '' ? undefined : 'must name a team'),
  },
  'x-gateway': { places: ['operation'], problem: oneOf('public', 'admin', 'internal') },
  'x-idempotency': { places: ['operation'], problem: oneOf('required', 'optional', 'natural') },
  'x-compatibility': { places: ['channel'], problem: oneOf(...compatibilities) },
  'x-visible-to': {
    places: ['channel'],
    problem: value =>
      isObject(value) &&
      Object.entries(value).every(([name, roles]) => adminResourceName.test(name) && isStrings(roles))
        ? undefined
        : 'must list roles by resource, such as { orders: [admin, support] }',
  },
  'x-cache': {
    places: ['operation'],
    problem: members({
      maxAge: isAge,
      sMaxAge: isAge,
      staleWhileRevalidate: isAge,
      immutable: isBoolean,
      private: isBoolean,
      tags: isStrings,
    }),
  },
  'x-body': {
    places: ['operation'],
    problem: members({ limit: value => parseSize(value) !== undefined, raw: isBoolean }),
  },
  'x-admin': {
    places: ['operation'],
    problem: members({
      resource: value => typeof value === 'string' && adminResourceName.test(value),
      title: isString,
      key: isStrings,
      label: isString,
      columns: isStrings,
      filters: isStrings,
      search: isString,
      sort: isString,
      references: isObject,
      operations: isObject,
    }),
  },
};

/** Extensions are a vocabulary: each is known, stands where it means something, and has a value that it can have. */
export function extensionRule({ bundle, report }: Contract): void {
  walk(bundle.document, (object, path) => {
    for (const [key, value] of Object.entries(object)) {
      if (!key.startsWith('x-') || isName([...path, key])) continue;
      const extension = extensions[key];
      const at = [...path, key];
      if (!extension) {
        report('unknown-extension', at, `${key} is not known; extensions are ${Object.keys(extensions).join(', ')}`);
        continue;
      }
      const problem = extension.problem(value);
      const place = placeOf(path, object);
      if (!place || !extension.places.includes(place))
        report('extension-place', at, `${key} belongs to ${extension.places.join(' or ')}`);
      else if (problem !== undefined) report('extension-value', at, `${key} ${problem}`);
    }
  });
}

function placeOf(path: (string | number)[], object: JsonObject): Place | undefined {
  const [top, , third] = path;
  if (top === 'info') return 'info';
  if (top === 'channels' && path.length === 2) return 'channel';
  if (top === 'paths' && path.length === 3 && typeof third === 'string') return 'operation';
  return 'type' in object || 'properties' in object || 'allOf' in object || 'oneOf' in object ? 'schema' : undefined;
}

function members(checks: Record<string, (value: Json) => boolean>): Extension['problem'] {
  return value => {
    if (!isObject(value)) return 'must be an object';
    for (const [key, item] of Object.entries(value)) {
      const check = checks[key];
      if (!check) return `has no ${key}; it has ${Object.keys(checks).join(', ')}`;
      if (!check(item)) return `has a ${key} that is not valid`;
    }
    return undefined;
  };
}

function isAge(value: Json): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isBoolean(value: Json): boolean {
  return typeof value === 'boolean';
}

function isString(value: Json): boolean {
  return typeof value === 'string';
}

function isStrings(value: Json): boolean {
  return Array.isArray(value) && value.every(isString);
}

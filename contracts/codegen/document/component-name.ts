import { basename, extname } from 'node:path';
import { freeName, pascalCase } from '../names.ts';

/** Keys that say where a schema stands, not what it is. */
const positions = new Set([
  'components',
  'schemas',
  'definitions',
  '$defs',
  'properties',
  'patternProperties',
  'schema',
  'content',
  'paths',
  'parameters',
  'responses',
  'requestBody',
  'headers',
  'allOf',
  'anyOf',
  'oneOf',
  'messages',
  'payload',
]);

/**
 * What a schema is called that becomes a component: the last name on the way to it, with what follows (`/$defs/pet` is
 * `Pet`, `/components/schemas/Pet/items` is `PetItems`), or its file's. A number is added to a name that is taken.
 */
export function componentName(file: string, keys: readonly string[], taken: (name: string) => boolean): string {
  const names = keys.filter(key => !positions.has(key) && !/^\d+$/.test(key));
  const isNamed = positions.has(keys.at(-2) ?? '') && names.length > 0;
  const parts = isNamed ? names.slice(-1) : names.slice(-2);
  const base = pascalCase(parts.join(' ')) || pascalCase(basename(file, extname(file))) || 'Schema';
  return freeName(base, taken);
}

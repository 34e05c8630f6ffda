import { arrayIn, type Json, type JsonObject, objectIn } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import type { Operation } from '../openapi/service.ts';
import { eachOperation } from './contract.ts';

/** Whether a value of this schema may have something under the dotted name; lists are looked into. */
function has(document: JsonObject, schema: Json | undefined, names: readonly string[]): boolean {
  const [name, ...rest] = names;
  const target = deref(document, schema);
  if (name === undefined) return true;
  const items = objectIn(target, 'items');
  if (Object.keys(items).length > 0 && has(document, items, names)) return true;
  const own = objectIn(target, 'properties')[name];
  if (own !== undefined) return has(document, own, rest);
  return ['allOf', 'oneOf', 'anyOf'].some(key => arrayIn(target, key).some(part => has(document, part, names)));
}

function isFound(document: JsonObject, { parameters, replies }: Operation, name: string): boolean {
  if (
    parameters.some(parameter => (parameter.place === 'path' || parameter.place === 'query') && parameter.name === name)
  )
    return true;
  const bodies = replies
    .filter(({ status }) => status === 200)
    .flatMap(({ media }) => media.map(({ schema }) => schema));
  return bodies.some(schema => schema !== undefined && has(document, schema, name.split('.')));
}

/**
 * A tag's `{name}` is a path or query parameter, or a field of the answer: a purge of anything else would never find
 * it.
 */
export const cacheTags = eachOperation((operation, { service, report }) => {
  const tags = arrayIn(operation.cache ?? {}, 'tags');
  for (const tag of tags) {
    for (const [, name = ''] of String(tag).matchAll(/\{([^}]*)\}/g)) {
      if (isFound(service.document, operation, name)) continue;
      report(
        'cache-tags',
        [...operation.at, 'x-cache'],
        `The tag ${String(tag)} names neither a parameter nor a field of the answer`,
      );
    }
  }
});

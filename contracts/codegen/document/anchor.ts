import { isIdentifier } from './identified-schemas.ts';
import type { JsonObject } from './json.ts';
import { visitKinds } from './visit-kinds.ts';

/**
 * The keys that lead to the schema whose `$anchor` or `$dynamicAnchor` is the name; undefined where none has it. A
 * schema inside that has an `$id` is a resource of its own, whose anchors are not those of this one (JSON Schema Core
 * 2020-12, 8.2.2).
 */
export function findAnchor(document: JsonObject, name: string): string[] | undefined {
  let found: string[] | undefined;
  let resource: readonly (string | number)[] | undefined;
  const isDocument = 'openapi' in document || 'asyncapi' in document;
  visitKinds(document, isDocument ? 'document' : 'schema', (object, kind, path) => {
    if (kind !== 'schema') return;
    if (resource?.every((key, index) => key === path[index])) return;
    if (path.length > 0 && isIdentifier(object.$id)) resource = [...path];
    else if (object.$anchor === name || object.$dynamicAnchor === name) found ??= path.map(String);
  });
  return found;
}

import type { JsonObject } from './json.ts';
import { visitKinds } from './visit-kinds.ts';

/** The keys that lead to the schema whose `$anchor` or `$dynamicAnchor` is the name; undefined where none has it. */
export function findAnchor(document: JsonObject, name: string): string[] | undefined {
  let found: string[] | undefined;
  const isDocument = 'openapi' in document || 'asyncapi' in document;
  visitKinds(document, isDocument ? 'document' : 'schema', (object, kind, path) => {
    if (kind === 'schema' && (object.$anchor === name || object.$dynamicAnchor === name)) found ??= path.map(String);
  });
  return found;
}

import { parse } from 'yaml';
import type { ContractVersion } from '../diff/contract-version.ts';
import { isObject, type Json, type JsonObject, objectIn, parsePointer, put, valueAt } from '../document/json.ts';
import { registeredContract } from './registered-contract.ts';

/** A draft could hold as much as a document that is published. */
const MAX_ALIASES = 1_000;

/**
 * Reads a draft of a registered contract: YAML or JSON. A registry has no other files: what a reference to one names is
 * taken from the registered document, under the same name. Why it cannot be read is a sentence.
 */
export function readDraft(
  kind: 'openapi' | 'asyncapi',
  name: string,
  text: string,
  registered: JsonObject,
): ContractVersion | string {
  let draft: unknown;
  try {
    draft = parse(text, { maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? 'It cannot be read.') : 'It cannot be read.';
  }
  if (!isObject(draft) || typeof draft[kind] !== 'string')
    return `This is no document with \`${kind}\` and its version.`;
  const missing = joinReferences(draft, registered);
  if (missing !== undefined) return `Nothing is known of ${missing}: paste the document with its references resolved.`;
  try {
    return registeredContract(name, draft);
  } catch (error) {
    return error instanceof Error ? error.message : 'It cannot be read.';
  }
}

/** Makes every reference local, with what it leads to; returns one that leads nowhere. */
function joinReferences(draft: JsonObject, registered: JsonObject): string | undefined {
  const open: unknown[] = [draft];
  while (open.length > 0) {
    const part = open.pop();
    if (Array.isArray(part)) open.push(...part);
    if (!isObject(part)) continue;
    const reference = part.$ref;
    if (typeof reference === 'string') {
      const [file = '', pointer = ''] = reference.split('#');
      const path = parsePointer(pointer);
      const isThere = valueAt(draft, path) !== undefined;
      if (file !== '') part.$ref = `#${pointer}`;
      if (!isThere) {
        const found = path.length === 3 ? valueAt(registered, path) : undefined;
        if (found === undefined) return reference;
        const copy = structuredClone(found);
        place(draft, path, copy);
        open.push(copy);
      }
    }
    open.push(...Object.values(part));
  }
  return undefined;
}

function place(document: JsonObject, path: readonly string[], value: Json): void {
  let parent = document;
  for (const key of path.slice(0, -1)) {
    const child = objectIn(parent, key);
    put(parent, key, child);
    parent = child;
  }
  put(parent, path.at(-1) ?? '', value);
}

import type { JsonObject } from '../document/json.ts';
import { withDirections } from './directions.ts';
import { withTags } from './discriminators.ts';
import { withoutDynamicRefs } from './dynamic-refs.ts';
import { withInheritance } from './inheritance.ts';

/** A document, and the component schemas that were made from others: the name of each by the name of the other. */
export interface WithCopies {
  document: JsonObject;
  /** By name: the component that it is a copy of. */
  copies: ReadonlyMap<string, string>;
}

/**
 * A document in which every schema says in plain keywords what it means, so that types and validators are made of the
 * same words. Done once, after references were resolved.
 */
export function normalizeSchemas(document: JsonObject): WithCopies {
  const directed = withDirections(document);
  const resolved = withoutDynamicRefs(directed.document);
  const inherited = withInheritance(resolved.document);
  const copies = [...directed.copies, ...resolved.copies, ...inherited.copies];
  return { document: withTags(inherited.document), copies: new Map(copies) };
}

/** Where a path of a normalized document stands in the one that it was made of. */
export function pathBefore(copies: WithCopies['copies'], path: readonly (string | number)[]): (string | number)[] {
  const [top, section, name, ...inside] = path;
  if (top !== 'components' || section !== 'schemas' || typeof name !== 'string') return [...path];
  let original = name;
  for (let copied = copies.get(original); copied !== undefined; copied = copies.get(original)) original = copied;
  return [top, section, original, ...inside];
}

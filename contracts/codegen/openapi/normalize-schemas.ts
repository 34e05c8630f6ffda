import type { JsonObject } from '../document/json.ts';
import { componentsOf, withComponents } from '../document/seen-parts.ts';
import type { WithCopies } from './copies.ts';
import { withDirections } from './directions.ts';
import { withTags } from './discriminators.ts';
import { withoutDynamicRefs } from './dynamic-refs.ts';
import { withInheritance } from './inheritance.ts';

/**
 * A document in which every schema says in plain keywords what it means, so that types and validators are made of the
 * same words. Done once, after references were resolved.
 */
export function normalizeSchemas(document: JsonObject): WithCopies & { stages: Stages | undefined } {
  const directed = withDirections(document);
  const resolved = withoutDynamicRefs(directed.document);
  const inherited = withInheritance(resolved.document);
  const copies = [...directed.copies, ...resolved.copies, ...inherited.copies];
  const isPlain = resolved.document === document;
  const stages = isPlain ? { components: componentsOf(inherited.document) } : undefined;
  return { document: withTags(inherited.document), copies: new Map(copies), stages };
}

/** What a path item is normalized with: the components as they are before the last step. */
export interface Stages {
  components: JsonObject;
}

/**
 * The path items of a document whose components were normalized before; undefined where that would change these too.
 *
 * @param document Of which the path items alone are seen.
 */
export function normalizePathItems(document: JsonObject, { components }: Stages): JsonObject | undefined {
  const resolved = withoutDynamicRefs(withDirections(document).document);
  return resolved.document === document ? withTags(withComponents(document, components)) : undefined;
}

import type { JsonObject } from '../document/json.ts';
import type { WithCopies } from './copies.ts';
import { withDirections } from './directions.ts';
import { withTags } from './discriminators.ts';
import { withoutDynamicRefs } from './dynamic-refs.ts';
import { withInheritance } from './inheritance.ts';

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

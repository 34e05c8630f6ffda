import type { JsonObject } from '../document/json.ts';
import { withDirections } from './directions.ts';
import { withTags } from './discriminators.ts';
import { withoutDynamicRefs } from './dynamic-refs.ts';
import { withInheritance } from './inheritance.ts';

/**
 * A document in which every schema says in plain keywords what it means, so that types and validators are made of the
 * same words. Done once, after references were resolved.
 */
export function normalizeSchemas(document: JsonObject): JsonObject {
  return withTags(withInheritance(withoutDynamicRefs(withDirections(document))));
}

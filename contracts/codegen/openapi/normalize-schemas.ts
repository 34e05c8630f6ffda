import type { JsonObject } from '../document/json.ts';
import { withTags } from './discriminators.ts';

/**
 * A document in which every schema says in plain keywords what it means, so that types and validators are made of the
 * same words. Done once, after references were resolved.
 */
export function normalizeSchemas(document: JsonObject): JsonObject {
  return withTags(document);
}

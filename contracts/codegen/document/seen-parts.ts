import { type JsonObject, objectIn, put } from './json.ts';

/**
 * A document of which whoever visits it sees these path items alone, and neither components nor webhooks. References
 * lead to all of it, as ever.
 */
export function onlyPathItems(document: JsonObject, paths: JsonObject): JsonObject {
  const seen: JsonObject = {};
  for (const [key, value] of Object.entries(document)) {
    if (key === 'components' || key === 'webhooks') Object.defineProperty(seen, key, { value, writable: true });
    else put(seen, key, key === 'paths' ? paths : value);
  }
  return seen;
}

/** The same part of a document with other components to refer to. */
export function withComponents(document: JsonObject, components: JsonObject): JsonObject {
  return Object.defineProperty({ ...document }, 'components', { value: components, writable: true });
}

export const componentsOf = (document: JsonObject): JsonObject => objectIn(document, 'components');

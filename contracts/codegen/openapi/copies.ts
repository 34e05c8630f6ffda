import type { JsonObject } from '../document/json.ts';

/** A document, and the component schemas that were made from others: the name of each by the name of the other. */
export interface WithCopies {
  document: JsonObject;
  /** By name: the component that it is a copy of. */
  copies: ReadonlyMap<string, string>;
}

/** Where a path of a normalized document stands in the one that it was made of. */
export function pathBefore(copies: WithCopies['copies'], path: readonly (string | number)[]): (string | number)[] {
  const [top, section, name, ...inside] = path;
  if (top !== 'components' || section !== 'schemas' || typeof name !== 'string') return [...path];
  let original = name;
  for (let copied = copies.get(original); copied !== undefined; copied = copies.get(original)) original = copied;
  return [top, section, original, ...inside];
}

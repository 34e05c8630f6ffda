import { arrayIn, isObject, type Json, type JsonObject } from '../../document/json.ts';
import { arrayKeywords } from '../../runtime/schema/array-keywords.ts';
import { objectKeywords } from '../../runtime/schema/object-keywords.ts';

const namesOfArrays = Object.keys(arrayKeywords);
const namesOfObjects = Object.keys(objectKeywords);

export function asksArrays(schema: JsonObject): boolean {
  return namesOfArrays.some(keyword => schema[keyword] !== undefined);
}

export function asksObjects(schema: JsonObject): boolean {
  return namesOfObjects.some(keyword => schema[keyword] !== undefined);
}

/** Whether statements are needed for what a schema asks: a single expression cannot say it. */
export function isStructural(schema: JsonObject): boolean {
  return asksArrays(schema) || asksObjects(schema);
}

export function typesOf({ type }: JsonObject): Json[] {
  return [type ?? []].flat();
}

/** Whether all valid values are objects, or lists, as a schema says itself or in a part of it. */
export function certainType(schema: JsonObject): 'object' | 'array' | undefined {
  const types = [schema, ...arrayIn(schema, 'allOf')].map(part => (isObject(part) ? part.type : undefined));
  return types.find(type => type === 'object' || type === 'array');
}

const weights = new WeakMap<JsonObject, number>();

/** How much code a schema makes: its keywords, and those inside it. */
export function weightOf(schema: Json): number {
  if (Array.isArray(schema)) return schema.reduce<number>((sum, inner) => sum + weightOf(inner), 1);
  if (!isObject(schema)) return 1;
  const known = weights.get(schema) ?? Object.values(schema).reduce<number>((sum, inner) => sum + weightOf(inner), 1);
  weights.set(schema, known);
  return known;
}

import { isObject, type Json, type JsonObject } from '../document/json.ts';
import type { Random } from './random.ts';

/** The list that an answer is or holds. */
export function listIn(body: unknown): { whole: JsonObject; key: string | undefined; items: Json[] } | undefined {
  if (Array.isArray(body)) return { whole: {}, key: undefined, items: body };
  if (!isObject(body)) return undefined;
  const lists = Object.entries(body).flatMap(([key, value]) => (Array.isArray(value) ? [{ key, items: value }] : []));
  const [found] = [...lists.filter(({ items }) => isObject(items[0])), ...lists];
  return found && { whole: body, ...found };
}

/** A number that no item has yet. */
export function nextNumber(items: ReadonlyMap<string, JsonObject>): number {
  const taken = [...items.keys()].map(Number).filter(Number.isFinite);
  return Math.max(0, ...taken) + 1;
}

/** An id like the one that was made, which nothing has yet. */
export function freshText(like: string, items: ReadonlyMap<string, JsonObject>, random: Random): string {
  if (!items.has(like)) return like;
  const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(like);
  return isUuid ? random.uuid() : `${like}-${items.size + 1}`;
}

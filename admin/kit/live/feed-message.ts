import { isObject } from '../api/request-body.ts';

/** The data of a feed message; undefined where it is no JSON object. */
export function parseFeedMessage(data: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The items with the new one in front, deduplicated, at most `most`. */
export function prepended<T extends { id: string }>(items: readonly T[], next: T, most: number): readonly T[] {
  if (items.some(({ id }) => id === next.id)) return items;
  return [next, ...items].slice(0, most);
}

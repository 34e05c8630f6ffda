import { isObject } from '../api/request-body.ts';

/** What a message of the stream says, by name; undefined where it says nothing. */
export function parseFeedMessage(data: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The newest first, each once, at most `most`. */
export function prepended<T extends { id: string }>(items: readonly T[], next: T, most: number): readonly T[] {
  if (items.some(({ id }) => id === next.id)) return items;
  return [next, ...items].slice(0, most);
}

import { isValues } from '../api/request-body.ts';

/** What a message of the stream says, by name; undefined where it says nothing. */
export function valuesOf(data: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isValues(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The newest first, each once, at most `most`. */
export function joined<T extends { id: string }>(items: readonly T[], next: T, most: number): readonly T[] {
  if (items.some(({ id }) => id === next.id)) return items;
  return [next, ...items].slice(0, most);
}

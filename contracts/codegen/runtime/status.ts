/** A key of the responses of an operation: a status, a range, or what is not declared otherwise. */
export type StatusKey = number | `${1 | 2 | 3 | 4 | 5}XX` | 'default';

/**
 * What is declared for a status: an explicit code before its range, a range before `default` (OpenAPI 3.1.1, Responses
 * Object).
 */
export function declaredFor<T>(declared: Readonly<Record<string, T>>, status: number): T | undefined {
  const key = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find(name => Object.hasOwn(declared, name));
  return key === undefined ? undefined : declared[key];
}

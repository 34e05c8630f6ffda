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

/** Whether an answer has no body, whatever is declared: RFC 9110, 9.3.2 and 15.3.5 to 15.4.5. */
export function hasNoBody(method: string, status: string): boolean {
  return method === 'head' || status === '204' || status === '205' || status === '304';
}

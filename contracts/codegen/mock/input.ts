import type { Json } from '../document/json.ts';

/** A request as the router read it. */
export interface Input {
  path: Readonly<Record<string, unknown>>;
  query: Readonly<Record<string, unknown>>;
  body: Json | undefined;
}

/** What the mock keeps of what a router gives to a handler. */
export function inputOf(input: unknown): Input {
  const part = (name: string): Record<string, unknown> => {
    const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;
    return typeof value === 'object' && value !== null ? { ...value } : {};
  };
  const body: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, 'body') : undefined;
  return { path: part('path'), query: part('query'), body: isJson(body) ? body : undefined };
}

/** Streams and files are no JSON: the mock does not keep them. */
export function isJson(value: unknown): value is Json {
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object' || value === null)
    return ['string', 'number', 'boolean'].includes(typeof value) || value === null;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson);
}

/** The path of a collection, with the values of its parameters. */
export function concretePath(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

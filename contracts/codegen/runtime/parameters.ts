import type { Request } from 'express';
import { type Violation, violations } from './check.ts';
import type { OperationDefinition, ParameterDefinition } from './operation.ts';

export type ParsedParameters = Record<string, Record<string, unknown>>;

const members = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

export interface ParameterResult {
  /** `path`, `query`, `headers`, `cookies`: those that the operation declares, coerced to the declared types. */
  parameters: ParsedParameters;
  errors: Violation[];
}

/**
 * Reads and checks path, query, headers and cookies. A query parameter that is not declared is an error, as is a scalar
 * given twice.
 */
export function readParameters(operation: OperationDefinition, request: Request): ParameterResult {
  const parameters: ParsedParameters = {};
  const errors: Violation[] = [];
  const query = searchParams(request);
  let cookies: Map<string, string> | undefined;
  for (const parameter of operation.parameters) {
    const { name, place } = parameter;
    const member = members[place];
    const values = parameters[member] ?? Object.create(null);
    parameters[member] = values;
    let value: unknown;
    if (place === 'path') value = single(request.params[name]);
    else if (place === 'query') value = queryValue(parameter, query);
    else if (place === 'header') value = listed(parameter, single(request.headers[name]));
    else {
      cookies ??= readCookies(request.headers.cookie);
      value = cookies.get(name);
    }
    if (value !== undefined) values[name] = value;
  }
  for (const name of query.keys())
    errors.push({ path: `/query/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, message: 'is not known' });
  const check = operation.checkParameters;
  if (check && !check(parameters)) errors.unshift(...violations(check, ''));
  if (`${request.originalUrl} ${request.headers.cookie}`.includes('%00')) {
    for (const [member, values] of Object.entries(parameters)) refuseNul(values, member, errors);
  }
  return { parameters, errors };
}

function searchParams(request: Request): Map<string, string[]> {
  const query = new Map<string, string[]>();
  const at = request.originalUrl.indexOf('?');
  if (at === -1) return query;
  for (const [name, value] of new URLSearchParams(request.originalUrl.slice(at + 1))) {
    const values = query.get(name);
    if (values) values.push(value);
    else query.set(name, [value]);
  }
  return query;
}

/** Takes a parameter's values out of the query, so that what is left is not known. */
function queryValue(parameter: ParameterDefinition, query: Map<string, string[]>): unknown {
  if (parameter.deepObject) return deepObject(parameter.name, query);
  const values = query.get(parameter.name);
  query.delete(parameter.name);
  if (values === undefined || parameter.list === 'repeated') return values;
  return values.length === 1 ? listed(parameter, values[0]) : values;
}

function listed({ list }: ParameterDefinition, value: string | undefined): unknown {
  if (list === undefined || list === 'repeated' || value === undefined) return value;
  return value === '' ? [] : value.split(list).map(item => item.trim());
}

function deepObject(name: string, query: Map<string, string[]>): unknown {
  const object: Record<string, unknown> = Object.create(null);
  let found = false;
  for (const [key, values] of query) {
    if (!key.startsWith(`${name}[`) || !key.endsWith(']')) continue;
    object[key.slice(name.length + 1, -1)] = values.length === 1 ? values[0] : values;
    query.delete(key);
    found = true;
  }
  return found ? object : undefined;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}

function readCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at === -1 || cookies.has(name)) continue;
    const value = pair
      .slice(at + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    try {
      cookies.set(name, decodeURIComponent(value));
    } catch {
      cookies.set(name, value);
    }
  }
  return cookies;
}

function refuseNul(values: Record<string, unknown>, member: string, errors: Violation[]): void {
  for (const [name, value] of Object.entries(values)) {
    const texts: unknown[] = Array.isArray(value) ? value : [value];
    if (texts.some(text => typeof text === 'string' && text.includes('\0')))
      errors.push({ path: `/${member}/${name}`, message: 'must not hold a NUL character' });
  }
}

import type { Request } from 'express';
import { type Violation, violations } from './check.ts';
import { changesInteger, hasLongDigits } from './large-integers.ts';
import type { OperationDefinition } from './operation.ts';
import {
  type Decode,
  decodeForm,
  decodePercent,
  type Pairs,
  pairTaker,
  readAlone,
  readPairs,
} from './parameter-reader.ts';
import { type ParameterDefinition, styleOf } from './parameter-style.ts';
import { encodePathText } from './path.ts';

export type ParsedParameters = Record<string, Record<string, unknown>>;

const members = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

export interface ParameterResult {
  /** `path`, `query`, `headers`, `cookies`: those that the operation declares, coerced to the declared types. */
  parameters: ParsedParameters;
  errors: Violation[];
}

/**
 * Reads and checks path, query, headers and cookies of an operation's requests. A query parameter that is not declared
 * is an error, as is a scalar given twice, and an integer that no number of JavaScript can hold.
 */
export function parameterReader(operation: OperationDefinition): (request: Request) => ParameterResult {
  const { checkParameters: check } = operation;
  // an object that takes every other name comes last
  const declared = [...operation.parameters].sort(
    (left, right) => Number(left.open ?? false) - Number(right.open ?? false),
  );
  const readers = declared.map(parameter => ({
    parameter,
    name: parameter.name,
    place: parameter.place,
    member: members[parameter.place],
    take: pairTaker(parameter, parameter.place === 'query' ? decodeForm : decodePercent),
  }));
  const notInputs = [...(operation.credentials ?? []), ...Object.keys(operation.query ?? {})].filter(
    name => !declared.some(parameter => parameter.place === 'query' && parameter.name === name),
  );
  const isFromHeaders = declared.some(({ place }) => place === 'header' || place === 'cookie');
  const rawPath = declared.some(isRawPath) ? pathMatcher(operation.path) : undefined;
  return request => {
    const parameters: ParsedParameters = {};
    const errors: Violation[] = [];
    const query = readPairs(queryText(request));
    for (const name of notInputs) query.delete(name);
    const segments = rawPath?.(pathAsSent(request)) ?? rawPath?.(request.path);
    let cookies: Pairs | undefined;
    for (const { parameter, name, place, member, take } of readers) {
      const values = parameters[member] ?? Object.create(null);
      parameters[member] = values;
      let value: unknown;
      if (place === 'query') value = take(query);
      else if (place === 'path') {
        const raw = segments?.get(name);
        value = raw === undefined ? joined(request.params[name]) : readAlone(parameter, raw, decodePercent);
      } else if (place === 'header') {
        const text = joined(request.headers[name]);
        value = text === undefined ? undefined : readAlone(parameter, text, decodeHeader);
      } else {
        cookies ??= readCookies(request.headers.cookie);
        value = take(cookies);
      }
      if (value !== undefined && parameter.content !== undefined)
        value = readJson(parameter, value, `/${member}`, errors);
      // UUIDs are written in lower case and read in any (RFC 9562, section 4).
      if (parameter.uuid === true && typeof value === 'string') value = value.toLowerCase();
      if (value !== undefined) values[name] = value;
    }
    for (const name of query.keys()) errors.push({ path: `/query/${escaped(name)}`, message: 'is not known' });
    const long = isFromHeaders || hasLongDigits(request.originalUrl) ? longDigits(parameters) : [];
    if (check && !check(parameters)) errors.unshift(...violations(check, ''));
    for (const { holder, key, path } of long)
      if (typeof Reflect.get(holder, key) === 'number') errors.push({ path, message: 'is too large an integer' });
    if (`${request.originalUrl} ${request.headers.cookie}`.includes('%00')) {
      for (const [member, values] of Object.entries(parameters)) refuseNul(values, `/${member}`, errors);
    }
    return { parameters, errors };
  };
}

/** Header values are not percent-encoded. */
const decodeHeader: Decode = text => text.trim();

function queryText({ originalUrl }: Request): string {
  const at = originalUrl.indexOf('?');
  return at === -1 ? '' : originalUrl.slice(at + 1);
}

/** The path as the client wrote it: `%2E` is a dot of a value, which the normal form does not tell from a delimiter. */
function pathAsSent({ originalUrl, baseUrl }: Request): string {
  return originalUrl.slice(baseUrl.length).replace(/\?.*$/s, '');
}

/** Express decodes a path value as a whole; one that is split, or has a prefix, is read from the path as it came. */
function isRawPath(parameter: ParameterDefinition): boolean {
  return parameter.place === 'path' && (parameter.type !== undefined || styleOf(parameter).style !== 'simple');
}

function pathMatcher(template: string): (path: string) => Map<string, string> | undefined {
  const names: string[] = [];
  const pattern = template.split(/(\{[^{}]+\})/).map(part => {
    if (!/^\{.+\}$/.test(part)) return encodePathText(part).replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    names.push(part.slice(1, -1));
    return '([^/]*)';
  });
  const matcher = new RegExp(`^${pattern.join('')}/?$`, 'i');
  return path => {
    const match = matcher.exec(path);
    return match ? new Map(names.map((name, index) => [name, match[index + 1] ?? ''])) : undefined;
  };
}

function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}

/** The first cookie of a name wins, as browsers send the most specific first (RFC 6265, section 5.4). */
function readCookies(header: string | undefined): Pairs {
  const cookies: Pairs = new Map();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at === -1 || cookies.has(name)) continue;
    cookies.set(name, [
      pair
        .slice(at + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1'),
    ]);
  }
  return cookies;
}

/** The value of a parameter with `content`: JSON text, with a check of its own, which coerces nothing. */
function readJson(parameter: ParameterDefinition, value: unknown, member: string, errors: Violation[]): unknown {
  const path = `${member}/${escaped(parameter.name)}`;
  if (typeof value !== 'string') {
    errors.push({ path, message: 'must be given once' });
    return undefined;
  }
  try {
    const parsed: unknown = JSON.parse(value);
    const { content } = parameter;
    if (typeof content === 'function' && !content(parsed)) errors.push(...violations(content, path));
    if (changesInteger(value)) errors.push({ path, message: 'holds too large an integer' });
    return parsed;
  } catch {
    errors.push({ path, message: 'is not valid JSON' });
    return undefined;
  }
}

interface LongDigits {
  holder: object;
  key: string;
  path: string;
}

/** Texts that no number can hold, should the check coerce them to one. */
function longDigits(value: object, path = '', found: LongDigits[] = []): LongDigits[] {
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string') {
      if (item.length > 15 && changesInteger(item)) found.push({ holder: value, key, path: `${path}/${escaped(key)}` });
    } else if (typeof item === 'object' && item !== null) longDigits(item, `${path}/${escaped(key)}`, found);
  }
  return found;
}

function refuseNul(value: unknown, path: string, errors: Violation[]): void {
  if (typeof value === 'string' && value.includes('\0'))
    errors.push({ path, message: 'must not hold a NUL character' });
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) refuseNul(item, `${path}/${escaped(name)}`, errors);
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

import { expansions, type ParameterEncoding, type ParameterPlace, styleOf } from './parameter-style.ts';

type Scalar = string | number | boolean | bigint;

/** A value that could not be read back as it was: nothing is sent. */
export class ParameterValueError extends TypeError {
  override readonly name = 'ParameterValueError';

  constructor(name: string, message: string) {
    super(`The parameter ${name} ${message}`);
  }
}

/**
 * The query string of some parameters, without `?`. Values that are undefined or null are left out, as are empty lists.
 */
export function writeQuery(values: Record<string, unknown>, encodings: readonly ParameterEncoding[]): string {
  return write(values, 'query', encodings).join('&');
}

/** The value of the cookie header, or undefined where there is no cookie. */
export function writeCookies(values: Record<string, unknown>, encodings: readonly ParameterEncoding[]): string {
  return write(values, 'cookie', encodings).join('; ');
}

/** Headers by name. */
export function writeHeaders(
  values: Record<string, unknown>,
  encodings: readonly ParameterEncoding[],
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of present(values))
    headers[name] = writeParameter(encodingOf(name, 'header', encodings), value);
  return headers;
}

/**
 * A path with its templates filled in; its fragment, which no request carries (RFC 9110, 7.1), is left out. Throws
 * where a value is missing or would make another path of it.
 */
export function writePath(
  path: string,
  values: Record<string, unknown>,
  encodings: readonly ParameterEncoding[],
): string {
  const written = path.replace(/#[^{}]*$/, '').replaceAll(/\{([^{}]+)\}/g, (_template, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || value === null) throw new ParameterValueError(name, 'is missing');
    return writeParameter(encodingOf(name, 'path', encodings), value);
  });
  const trap = written.split('/').find(segment => /^(\.|%2e){1,2}$/i.test(segment));
  if (trap !== undefined) throw new ParameterValueError(path, `must not make ${trap} of a part of the path`);
  return written;
}

/** A path, which may have a query of its own, with a query that was written. */
export function writeTarget(path: string, query: string): string {
  return query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** One parameter as it travels: in a query `tag=a&tag=b`, in a path or header the value alone. */
export function writeParameter(encoding: ParameterEncoding, value: unknown): string {
  const { style, explode } = styleOf(encoding);
  const { place } = encoding;
  const name = place === 'cookie' ? encoding.name : encodeURIComponent(encoding.name);
  if (style === 'deepObject') return deepPairs(name, value, encoding, true).join('&');
  const { prefix, named, delimiter, separator } = expansions[style];
  const pair = (key: string, text: string) => (style === 'matrix' && text === '' ? key : `${key}=${text}`);
  const between = explode ? separator : delimiter;
  const piece = (item: unknown, isPart: boolean) => encoded(item, encoding, isPart ? between : undefined);
  const start = place === 'path' ? prefix : '';
  if (encoding.json) {
    const json = JSON.stringify(value);
    const text = encoded(place === 'header' ? json.replaceAll(/[^ -~]/g, escapeUnit) : json, encoding, undefined);
    return start + (named ? pair(name, text) : text);
  }
  if (Array.isArray(value)) {
    const items = value.map(item => piece(item, true));
    if (explode && named) return start + items.map(item => pair(name, item)).join(separator);
    if (items.length === 1 && items[0] === '') throw lost(encoding, 'a list of one empty text', 'no list');
    const joined = items.join(between);
    return start + (named ? pair(name, joined) : joined);
  }
  if (isRecord(value)) {
    const entries = present(value).flatMap(([key, item]) => {
      if (place === 'header' && explode && key.includes('=')) throw lost(encoding, 'a name with =', 'two parts');
      const items: unknown[] = explode && style === 'form' && Array.isArray(item) ? item : [item];
      return items.map((part): [string, string] => [piece(key, true), piece(part, true)]);
    });
    if (explode) return start + entries.map(([key, item]) => pair(key, item)).join(separator);
    const joined = entries.flat().join(delimiter);
    return start + (named ? pair(name, joined) : joined);
  }
  const text = piece(value, false);
  return start + (named ? pair(name, text) : text);
}

function write(
  values: Record<string, unknown>,
  place: ParameterPlace,
  encodings: readonly ParameterEncoding[],
): string[] {
  return present(values)
    .map(([name, value]) => writeParameter(encodingOf(name, place, encodings), value))
    .filter(text => text !== '');
}

function encodingOf(name: string, place: ParameterPlace, encodings: readonly ParameterEncoding[]): ParameterEncoding {
  return encodings.find(encoding => encoding.place === place && encoding.name === name) ?? { name, place };
}

/**
 * `filter[tags]=a&filter[tags]=b`; objects in objects go on, a list alone and one of objects is counted:
 * `items[0][price]=1`.
 */
function deepPairs(name: string, value: unknown, encoding: ParameterEncoding, isWhole = false): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      isWhole || isRecord(item) || Array.isArray(item)
        ? deepPairs(`${name}%5B${index}%5D`, item, encoding)
        : deepPairs(name, item, encoding),
    );
  }
  if (isRecord(value))
    return present(value).flatMap(([key, item]) =>
      deepPairs(`${name}%5B${bracketed(key, encoding)}%5D`, item, encoding),
    );
  return [`${name}=${encoded(value, encoding, undefined)}`];
}

function bracketed(key: string, encoding: ParameterEncoding): string {
  if (/[[\]]/.test(key)) throw lost(encoding, 'a name with a bracket', 'two names');
  return encodeURIComponent(key);
}

/**
 * What a query value may hold unencoded without ending (RFC 3986, section 3.4), but for `+`, which forms read as a
 * space.
 */
const reserved = new Map([...":/?@!$'()*;"].map(character => [encodeURIComponent(character), character]));

/** A scalar as it travels; `delimiter` is what must not be in it. */
function encoded(value: unknown, encoding: ParameterEncoding, delimiter: string | undefined): string {
  const text = textOf(value, encoding);
  if (encoding.place === 'header') {
    if (text !== text.trim()) throw lost(encoding, 'spaces at its ends', 'none');
    if (delimiter !== undefined && text.includes(delimiter)) throw lost(encoding, 'a comma', 'two values');
    return text;
  }
  const safe = encodeURIComponent(text);
  if (delimiter === '%20' || delimiter === '%7C') {
    if (safe.includes(delimiter)) throw lost(encoding, 'its own delimiter', 'two values');
  }
  if (delimiter === '.') return safe.replaceAll('.', '%2E');
  if (encoding.reserved) return safe.replaceAll(/%[0-9A-F]{2}/g, code => reserved.get(code) ?? code);
  return safe;
}

function textOf(value: unknown, { name }: ParameterEncoding): string {
  if (isScalar(value)) return String(value);
  if (value instanceof Date) return value.toISOString();
  throw new ParameterValueError(name, 'holds a value in a list or object that cannot travel in it');
}

/** A character that a header cannot hold, as JSON can write it. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function present(values: Record<string, unknown>): [string, unknown][] {
  return Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
}

function lost({ name }: ParameterEncoding, what: string, read: string): ParameterValueError {
  return new ParameterValueError(name, `holds ${what}, which would be read as ${read}`);
}

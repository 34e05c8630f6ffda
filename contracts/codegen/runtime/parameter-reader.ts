import type { ParameterDefinition } from './parameter-style.ts';
import { expansions, type ParameterStyle, styleOf } from './parameter-style.ts';

/** The pairs of a query, cookie header or form that nobody has taken yet: values by name, still encoded. */
export type Pairs = Map<string, string[]>;

/** Turns what travelled into the text that was meant. */
export type Decode = (text: string) => string;

/**
 * The pairs of a query or form; names are decoded, values are not, so that a delimiter differs from one that is data.
 * URL Standard, application/x-www-form-urlencoded.
 */
export function readPairs(text: string): Pairs {
  const pairs: Pairs = new Map();
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('&', start);
    const end = next === -1 ? text.length : next;
    const equals = text.indexOf('=', start);
    const at = equals === -1 || equals > end ? end : equals;
    const name = decodeForm(text.slice(start, at));
    const value = text.slice(at + 1, end);
    const isEmpty = start === end;
    start = end + 1;
    if (isEmpty) continue;
    const values = pairs.get(name);
    if (values) values.push(value);
    else pairs.set(name, [value]);
  }
  return pairs;
}

/** A piece of a query: `+` is a space, `%2B` a plus. What is no valid encoding stays as it is. */
export function decodeForm(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return new URLSearchParams(`x=${text}`).get('x') ?? text;
  }
}

/** A piece of a path or cookie. What is no valid encoding stays as it is. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Takes the values of a parameter out of the pairs; undefined where there are none. */
export type Taker = (pairs: Pairs) => unknown;

/**
 * How the values of a parameter are taken. Lists and objects are split before their pieces are decoded. A single value
 * that is given several times stays a list, which no schema of one value accepts.
 */
export function pairTaker(parameter: ParameterDefinition, decode: Decode): Taker {
  const { name, type, single: mayBeSingle = false } = parameter;
  const { style, explode } = styleOf(parameter);
  if (style === 'deepObject' && type !== undefined) return pairs => takeDeep(parameter, pairs, decode);
  if (type === 'object' && explode) return pairs => explodedObject(parameter, pairs, decode);
  if (type === undefined) return pairs => single(pairs, name, decode);
  const isRepeated = type === 'array' && explode;
  const delimiter = delimiterOf(style);
  return pairs => {
    const values = pairs.get(name);
    if (values === undefined) return undefined;
    pairs.delete(name);
    const [first] = values;
    if (values.length > 1 || first === undefined || isRepeated) {
      const items = values.map(decode);
      return mayBeSingle && items.length === 1 ? items[0] : items;
    }
    if (type === 'object') return joinedObject(first.split(delimiter), decode);
    if (first === '') return mayBeSingle ? '' : [];
    const items = first.split(delimiter).map(decode);
    return mayBeSingle && items.length === 1 ? items[0] : items;
  };
}

function takeDeep(parameter: ParameterDefinition, pairs: Pairs, decode: Decode): unknown {
  const { name, type } = parameter;
  const object = deepObject(parameter, pairs, decode);
  if (object !== undefined) return object;
  const values = pairs.get(name);
  if (type === 'array' && values !== undefined && pairs.delete(name)) return values.map(decode);
  return parameter.single ? single(pairs, name, decode) : undefined;
}

/** A value that stands alone: in a path, or in a header. */
export function readAlone(parameter: ParameterDefinition, text: string, decode: Decode): unknown {
  const { name, type, single: mayBeSingle } = parameter;
  const { style, explode } = styleOf(parameter);
  if (style === 'deepObject') return text;
  const { prefix, named, separator } = expansions[style];
  if (!text.startsWith(prefix)) return text; // no value of this style; the check says what is wrong with it
  const rest = text.slice(prefix.length);
  const value = (part: string) =>
    part === name ? '' : part.startsWith(`${name}=`) ? part.slice(name.length + 1) : part;
  if (type === undefined) return decode(named ? value(rest) : rest);
  if (explode && type === 'object')
    return rest === '' ? joinedObject([], decode) : namedParts(rest.split(separator), decode);
  if (explode && named && rest === '') return [];
  if (explode && named) return rest.split(separator).map(part => decode(value(part)));
  const joined = named ? value(rest) : rest;
  const parts = joined === '' ? [] : joined.split(explode ? separator : ',');
  if (type === 'object') return joinedObject(parts, decode);
  const items = parts.map(decode);
  return mayBeSingle && items.length === 1 ? items[0] : items;
}

function single(pairs: Pairs, name: string, decode: Decode): unknown {
  const values = pairs.get(name);
  if (values === undefined) return undefined;
  pairs.delete(name);
  const [first] = values;
  return values.length === 1 && first !== undefined ? decode(first) : values.map(decode);
}

function delimiterOf(style: ParameterStyle): RegExp | string {
  if (style === 'spaceDelimited') return /%20|\+| /;
  if (style === 'pipeDelimited') return /%7c|\|/i;
  return ',';
}

/** `R,100,G,200`. A name without a value has an empty one. */
function joinedObject(parts: string[], decode: Decode): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  if (parts.length === 1 && parts[0] === '') return object;
  for (let at = 0; at < parts.length; at += 2) object[decode(parts[at] ?? '')] = decode(parts[at + 1] ?? '');
  return object;
}

/** `R=100`, `G=200`. */
function namedParts(parts: string[], decode: Decode): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const part of parts) {
    const at = part.indexOf('=');
    object[decode(at === -1 ? part : part.slice(0, at))] = at === -1 ? '' : decode(part.slice(at + 1));
  }
  return object;
}

/**
 * An exploded object of form style: its properties are names of the query, those that nobody else declares included.
 */
function explodedObject(parameter: ParameterDefinition, pairs: Pairs, decode: Decode): unknown {
  const object: Record<string, unknown> = Object.create(null);
  let found = false;
  for (const name of parameter.open ? [...pairs.keys()] : (parameter.properties ?? [])) {
    const isList = parameter.arrays?.includes(pathOf('', name, parameter.arrays));
    const value = isList ? pairs.get(name)?.map(decode) : single(pairs, name, decode);
    if (value === undefined) continue;
    if (isList) pairs.delete(name);
    object[name] = value;
    found = true;
  }
  return found ? object : undefined;
}

interface Branch {
  [key: string]: Branch | string[];
}

/** `filter[a]=1`, and what is deeper: `filter[a][b]=1`, `filter[tags][]=x`, `filter[items][0][price]=1`. */
function deepObject(parameter: ParameterDefinition, pairs: Pairs, decode: Decode): unknown {
  const { name, arrays = [] } = parameter;
  const root: Branch = Object.create(null);
  let found = false;
  for (const [key, values] of pairs) {
    if (!key.startsWith(`${name}[`) || !key.endsWith(']')) continue;
    const keys = key.slice(name.length + 1, -1).split('][');
    if (keys.length > maximumDepth) continue;
    pairs.delete(key);
    found = true;
    insert(root, keys, values.map(decode));
  }
  return found ? shaped(root, '', arrays) : undefined;
}

/** Deeper than any form; what is deeper stays unknown. */
const maximumDepth = 16;

function insert(root: Branch, keys: string[], values: string[]): void {
  let branch = root;
  for (const key of keys.slice(0, -1)) {
    const known = branch[key];
    const next: Branch = known !== undefined && !Array.isArray(known) ? known : Object.create(null);
    if (Array.isArray(known)) next[''] = known;
    branch[key] = next;
    branch = next;
  }
  const last = keys.at(-1) ?? '';
  const known = branch[last];
  if (known === undefined) branch[last] = values;
  else if (Array.isArray(known)) known.push(...values);
  else insert(known, [''], values);
}

/** Lists where the contract has lists; the others as they came. */
function shaped(value: Branch | string[], path: string, arrays: readonly string[]): unknown {
  const isList = arrays.includes(path);
  if (Array.isArray(value)) return isList || value.length !== 1 ? value : value[0];
  const keys = Object.keys(value);
  if (isList && keys.every(key => key === '' || /^\d{1,6}$/.test(key)))
    return keys.flatMap(key => {
      const item = value[key];
      if (item === undefined) return [];
      return key === '' && Array.isArray(item) ? item : [shaped(item, `${path}[]`, arrays)];
    });
  const object: Record<string, unknown> = Object.create(null);
  for (const key of keys) {
    const item = value[key];
    if (item !== undefined) object[key] = shaped(item, pathOf(path, key, arrays), arrays);
  }
  return object;
}

/** The path of a member among those of the contract's lists: one that is not declared there is `*`. */
function pathOf(path: string, key: string, arrays: readonly string[]): string {
  const prefix = path === '' ? '' : `${path}.`;
  const own = prefix + key;
  const isDeclared = arrays.some(
    list => list === own || list === `!${own}` || list.startsWith(`${own}.`) || list.startsWith(`${own}[]`),
  );
  return isDeclared || !arrays.some(list => list.startsWith(`${prefix}*`)) ? own : `${prefix}*`;
}

import { quote } from '../../names.ts';
import { inherited } from '../../runtime/schema/object-keywords.ts';
import type { Writer } from './writer.ts';

/** So many names are compared one by one; more are looked up. */
const MAX_COMPARISONS = 12;

/** A member of an object; what every object of JavaScript inherits is none. */
export function member({ hoisted }: Writer, v: string, name: string): string {
  return inherited.has(name) ? `${hoisted.use('memberOf')}(${v}, ${quote(name)})` : property(v, name);
}

/** A property, to be set. */
export function property(v: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${v}.${name}` : `${v}[${quote(name)}]`;
}

/** Statements about a key that is none of some names, and has none of some patterns. */
export function ifOther(
  { hoisted }: Writer,
  key: string,
  { names, patterns }: { names: readonly string[]; patterns: readonly string[] },
): string | undefined {
  const compared = names.map(name => `${key} !== ${quote(name)}`);
  const looked = names.length > MAX_COMPARISONS ? hoisted.constant(`new Set([${names.map(quote).join(', ')}])`) : '';
  const tests = [
    ...(looked === '' ? compared : [`!${looked}.has(${key})`]),
    ...patterns.map(pattern => `!${hoisted.expression(pattern)}.test(${key})`),
  ];
  return tests.length === 0 ? undefined : `if (${tests.join(' && ')})`;
}

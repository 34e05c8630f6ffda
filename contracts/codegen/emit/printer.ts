import { propertyKey, quote } from '../names.ts';

/** Source text inside a printed value: printed as it is. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Printable =
  | Code
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Printable[]
  | { readonly [key: string]: Printable };

/** A literal stands on one line where it is no longer than this, without its brackets. */
const MAX_LINE = 110;

/** A TypeScript literal on one line where it is short, else one member a line; undefined members are left out. */
export function print(value: Printable, indent = 0): string {
  const short = onOneLine(value, MAX_LINE - indent * 2);
  if (short !== undefined) return short;
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = indent + 1;
  const members = isList(value)
    ? value.map(item => print(item, inner))
    : Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : [`${literalKey(key)}: ${print(item, inner)}`],
      );
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  const pad = '  '.repeat(inner);
  return `${open}\n${members.map(line => `${pad}${line},\n`).join('')}${'  '.repeat(indent)}${close}`;
}

/** A literal on one line; undefined as soon as it is seen that it has no room there. */
function onOneLine(value: Printable, room: number): string | undefined {
  if (value instanceof Code) return value.text.includes('\n') ? undefined : value.text;
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const members: string[] = [];
  let length = 0;
  for (const [key, item] of isList(value) ? value.map(one => ['', one] as const) : Object.entries(value)) {
    if (item === undefined && !isList(value)) continue;
    const start = isList(value) ? '' : `${literalKey(key)}: `;
    const written = onOneLine(item, room - length - start.length);
    if (written === undefined) return undefined;
    members.push(start + written);
    length += start.length + written.length + 2;
    if (length - 2 > room) return undefined;
  }
  if (members.length === 0) return isList(value) ? '[]' : '{}';
  return isList(value) ? `[${members.join(', ')}]` : `{ ${members.join(', ')} }`;
}

/** A key of an object literal: written plainly, `__proto__` would set the prototype (ECMAScript, B.3.1). */
function literalKey(key: string): string {
  return key === '__proto__' ? `['__proto__']` : propertyKey(key);
}

function isList(value: object): value is readonly Printable[] {
  return Array.isArray(value);
}

/** An import of types, one a line. */
export function importTypes(names: readonly string[], from: string): string {
  return `import type {\n${names.map(name => `  ${name},\n`).join('')}} from ${quote(from)};\n`;
}

/** A documentation comment; empty where there is nothing to say. No text ends it early. */
export function comment(text: string | undefined, indent = ''): string {
  if (text === undefined || text.trim() === '') return '';
  const lines = text.trim().split(lineEnds).map(inComment);
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map(line => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

/** What ends a line in a source file: ECMAScript, 12.3. */
const lineEnds = /\r\n|[\n\r\u2028\u2029]/;

/** Text as one line of a comment of either kind. */
export function lineOf(text: string): string {
  return inComment(text.split(lineEnds).join(' '));
}

/** Text that cannot end the comment that it stands in, and shows no control characters. */
export function inComment(text: string): string {
  return text.replaceAll('*/', '*\\/').replace(/[^\P{Cc}\t]/gu, '\u{fffd}');
}

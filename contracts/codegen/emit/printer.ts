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

/** A TypeScript literal on one line where it is short, else one member a line; undefined members are left out. */
export function print(value: Printable, indent = 0): string {
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  const render = (level: number): string[] =>
    isList(value)
      ? value.map(item => print(item, level))
      : Object.entries(value).flatMap(([key, item]) =>
          item === undefined ? [] : [`${literalKey(key)}: ${print(item, level)}`],
        );
  const short = render(indent).join(', ');
  if (short === '') return `${open}${close}`;
  if (short.length + indent * 2 <= 110 && !short.includes('\n')) return isList(value) ? `[${short}]` : `{ ${short} }`;
  const pad = '  '.repeat(indent + 1);
  return `${open}\n${render(indent + 1)
    .map(line => `${pad}${line},\n`)
    .join('')}${'  '.repeat(indent)}${close}`;
}

/** A key of an object literal: written plainly, `__proto__` would set the prototype (ECMAScript, B.3.1). */
function literalKey(key: string): string {
  return key === '__proto__' ? `['__proto__']` : propertyKey(key);
}

function isList(value: object): value is readonly Printable[] {
  return Array.isArray(value);
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

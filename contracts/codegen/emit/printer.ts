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
          item === undefined ? [] : [`${propertyKey(key)}: ${print(item, level)}`],
        );
  const short = render(indent).join(', ');
  if (short === '') return `${open}${close}`;
  if (short.length + indent * 2 <= 110 && !short.includes('\n')) return isList(value) ? `[${short}]` : `{ ${short} }`;
  const pad = '  '.repeat(indent + 1);
  return `${open}\n${render(indent + 1)
    .map(line => `${pad}${line},\n`)
    .join('')}${'  '.repeat(indent)}${close}`;
}

function isList(value: object): value is readonly Printable[] {
  return Array.isArray(value);
}

/** A documentation comment; empty where there is nothing to say. */
export function comment(text: string | undefined, indent = ''): string {
  if (text === undefined || text.trim() === '') return '';
  const lines = text.trim().replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map(line => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

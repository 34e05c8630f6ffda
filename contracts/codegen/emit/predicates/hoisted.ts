import type { Json } from '../../document/json.ts';
import { propertyKey, quote } from '../../names.ts';
import { formatsByName } from '../../runtime/formats.ts';

/** What predicates call; where the runtime has it. */
const offered = {
  coerced: 'schema/type.ts',
  equal: 'schema/equality.ts',
  hasDuplicates: 'schema/equality.ts',
  isMultipleOf: 'schema/decimals.ts',
  lengthOf: 'schema/text-length.ts',
  memberOf: 'schema/object-keywords.ts',
} as const;

/** What predicates of a module have in common: constants that are made once, and what they import. */
export class Hoisted {
  readonly #names = new Map<string, string>();
  readonly #imports = new Set<keyof typeof offered | 'formats'>();

  /** A function of the runtime. */
  use(name: keyof typeof offered): string {
    this.#imports.add(name);
    return name;
  }

  /** A constant of that value; equal ones are one. No name of a check has such an underscore. */
  constant(code: string): string {
    const known = this.#names.get(code) ?? `c_${this.#names.size}`;
    this.#names.set(code, known);
    return known;
  }

  expression(pattern: string): string {
    return this.constant(`new RegExp(${quote(pattern)}, 'u')`);
  }

  /** A value as code: objects and lists are made once, of their JSON, in which `__proto__` is a name like any other. */
  value(value: Json): string {
    if (typeof value === 'string') return quote(value);
    return typeof value === 'object' && value !== null ? this.constant(jsonCode(value)) : String(value);
  }

  /** The test of a text by a format; undefined for one that allows every text. */
  textFormat(name: string, text: string): string | undefined {
    const format = formatsByName.get(name);
    if (format === undefined || format === true) return undefined;
    const isObject = typeof format === 'object' && format !== null;
    if (isObject && 'type' in format && format.type === 'number') return undefined;
    this.#imports.add('formats');
    const key = propertyKey(name);
    const written = key === name ? `formats.${name}` : `formats[${key}]`;
    if (format instanceof RegExp) return `${this.constant(written)}.test(${text})`;
    if (typeof format === 'function') return `${this.constant(written)}(${text})`;
    const test = isObject && 'validate' in format ? format.validate : undefined;
    return `${this.constant(`${written}.validate`)}${test instanceof RegExp ? '.test' : ''}(${text})`;
  }

  /** @param runtime Import path of the runtime folder. */
  imports(runtime: string): string[] {
    const files = new Map<string, string[]>();
    for (const name of [...this.#imports].sort()) {
      const file = name === 'formats' ? 'formats.ts' : offered[name];
      files.set(file, [...(files.get(file) ?? []), name]);
    }
    return [...files].map(([file, names]) => `import { ${names.join(', ')} } from ${quote(`${runtime}/${file}`)};`);
  }

  get constants(): string[] {
    return [...this.#names].map(([code, name]) => `const ${name} = ${code};`);
  }
}

/** A value as an expression that makes a new one each time. */
export function jsonCode(value: Json): string {
  if (typeof value === 'string') return quote(value);
  return typeof value === 'object' && value !== null ? `JSON.parse(${quote(JSON.stringify(value))})` : String(value);
}

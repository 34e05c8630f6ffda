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

/** A piece of code in which numbers of `names` stand where names come: they are given when a module is put together. */
export interface Template {
  /** Texts, between which a name comes each time. */
  texts: readonly string[];
  /** For each gap between two texts, which name comes there. */
  gaps: readonly number[];
}

/** Marks a name in code. Literals escape it, so that no text of a document holds one. */
const MARK = '\0';

/** The template of code with marks. */
export function templateOf(code: string): Template {
  const parts = code.split(MARK);
  return {
    texts: parts.filter((_, index) => index % 2 === 0),
    gaps: parts.filter((_, index) => index % 2 === 1).map(Number),
  };
}

export function filled({ texts, gaps }: Template, names: readonly string[]): string {
  let code = texts[0] ?? '';
  for (const [index, gap] of gaps.entries()) code += (names[gap] ?? '') + (texts[index + 1] ?? '');
  return code;
}

/** What a function uses: what it imports, constants by their code, and functions `F` by what they are made of. */
export class Uses<F> {
  readonly imports = new Set<Imported>();
  readonly names: (F | string)[] = [];
  readonly #marks = new Map<string, string>();

  /** The mark of a constant. */
  constant(code: string): string {
    return this.#mark(`constant ${code}`, code);
  }

  /** The mark of a function that a key stands for. */
  function(key: string, made: F): string {
    return this.#mark(`function ${key}`, made);
  }

  #mark(key: string, name: F | string): string {
    const known = this.#marks.get(key);
    if (known !== undefined) return known;
    const mark = `${MARK}${this.names.length}${MARK}`;
    this.names.push(name);
    this.#marks.set(key, mark);
    return mark;
  }
}

type Imported = keyof typeof offered | 'formats';

/** What predicates of a module have in common: constants that are made once, and what they import. */
export class Hoisted {
  readonly #names = new Map<string, string>();
  readonly #imports = new Set<Imported>();
  #uses: Pick<Uses<never>, 'imports' | 'constant'> = new Uses<never>();

  /** From now on, what is used is used by this. */
  usedBy(uses: Pick<Uses<never>, 'imports' | 'constant'>): void {
    this.#uses = uses;
  }

  /** A function of the runtime. */
  use(name: keyof typeof offered): string {
    this.#uses.imports.add(name);
    return name;
  }

  /** A constant of that value; equal ones are one. No name of a check has such an underscore. */
  constant(code: string): string {
    return this.#uses.constant(code);
  }

  /** The name of a constant in the module. */
  nameOf(code: string): string {
    const known = this.#names.get(code) ?? `c_${this.#names.size}`;
    this.#names.set(code, known);
    return known;
  }

  /** Whether the module has a constant. */
  has(code: string): boolean {
    return this.#names.has(code);
  }

  /** Has the module import these. */
  import(names: Iterable<Imported>): void {
    for (const name of names) this.#imports.add(name);
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
    this.#uses.imports.add('formats');
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

import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { changesInteger, hasLongDigits } from '../runtime/large-integers.ts';
import { findAnchor } from './anchor.ts';
import { type IdentifiedSchema, identifiedSchemas } from './identified-schemas.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { JsonLocator } from './json-locate.ts';
import { jsonProblems, mayHaveDuplicates } from './json-syntax.ts';
import { readYaml, type YamlText, yamlProblems } from './read-yaml.ts';
import type { RemoteDocuments } from './remote-documents.ts';

export interface Position {
  line: number;
  column: number;
}

/** A YAML or JSON file that still knows where each of its values stands. */
export class Source {
  readonly file: string;
  readonly text: string;
  readonly json: JsonObject;
  readonly errors: readonly { position: Position; message: string }[];
  /** What YAML does not allow and other readers take. */
  readonly warnings: readonly { position: Position; message: string }[];
  #parsed: YamlText | undefined;
  #locator: JsonLocator | undefined;
  #starts: number[] | undefined;
  #changedIntegers: ReadonlySet<number> | undefined;
  #identified: readonly IdentifiedSchema[] | undefined;

  /** @param encoding what is wrong with the bytes of the file, where they are no UTF-8 */
  constructor(file: string, text: string, encoding?: string) {
    this.file = file;
    this.text = text;
    const quick = file.endsWith('.json') ? parseJson(text) : undefined;
    if (quick) this.#locator = new JsonLocator(text);
    this.errors =
      encoding === undefined ? this.#errors(quick) : [{ position: this.#ofText(replaced(text)), message: encoding }];
    this.warnings = (this.#parsed?.underIndented ?? []).map(offset => ({
      position: this.#at(offset),
      message: underIndented,
    }));
    const json: Json = quick ?? (this.errors.length === 0 ? this.#yaml().document.toJS({ maxAliasCount: -1 }) : {});
    this.json = isObject(json) ? json : {};
  }

  #errors(quick: Json | undefined): { position: Position; message: string }[] {
    if (this.file.endsWith('.json') && (quick === undefined || mayHaveDuplicates(this.text, quick))) {
      const problems = jsonProblems(this.text.replace(/^\u{feff}/u, ' '));
      if (problems.length > 0 || quick !== undefined)
        return problems.map(({ offset, message }) => ({ position: this.#ofText(offset), message }));
    }
    if (quick !== undefined) return [];
    return yamlProblems(this.#yaml()).map(({ offset, message }) => ({ position: this.#at(offset), message }));
  }

  /** The text with quoted texts indented as YAML asks for. */
  get readable(): string {
    return this.#parsed?.readable ?? this.text;
  }

  /** The file with positions: many times slower to read than plain JSON, so only when somebody asks. */
  #yaml(): YamlText {
    this.#parsed ??= readYaml(this.text);
    return this.#parsed;
  }

  /** What integers of the text become that a number of JavaScript makes others of. */
  changedIntegers(): ReadonlySet<number> {
    this.#changedIntegers ??= new Set(
      hasLongDigits(this.text)
        ? [...this.text.matchAll(/(?<![\w.])-?\d{16,}(?![\w.]*[A-Za-z_])/g)]
            .filter(([digits]) => changesInteger(digits))
            .map(([digits]) => Number(digits))
        : [],
    );
    return this.#changedIntegers;
  }

  /** The schemas that have an `$id`. */
  identified(): readonly IdentifiedSchema[] {
    this.#identified ??= this.text.includes('$id') ? identifiedSchemas(this.json, this.file) : [];
    return this.#identified;
  }

  /** The keys of the schema that has this plain name (JSON Schema 2020-12, Core 8.2.2); undefined where none has. */
  anchor(name: string): string[] | undefined {
    return findAnchor(this.json, name);
  }

  /**
   * Where the value stands that the keys lead to: the position of its key, else of its nearest ancestor that exists.
   */
  locate(keys: readonly (string | number)[]): Position {
    if (this.#locator) return this.#ofText(this.#locator.offset(keys));
    const { document } = this.#yaml();
    let node: Node | null = document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const key of keys) {
      if (isAlias(node)) node = node.resolve(document) ?? null;
      if (isMap(node)) {
        const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === String(key));
        if (!pair) break;
        if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
        node = isNode(pair.value) ? pair.value : null;
      } else if (isSeq(node)) {
        const item = node.items[Number(key)];
        if (!isNode(item)) break;
        node = item;
        offset = item.range?.[0] ?? offset;
      } else break;
    }
    return this.#at(offset);
  }

  #ofText(offset: number): Position {
    this.#starts ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  #at(offset: number): Position {
    const { line, col } = this.#yaml().lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

const underIndented = 'The next line of this text stands too far left for YAML 1.2: indent it more than the key';

const utf16 = 'The file is UTF-16: save it as UTF-8';

/** Whether a text was made of UTF-16, as every other octet of Latin letters is zero there. */
const isUtf16 = (text: string): boolean => text.slice(0, 100).includes('\0');

/** Where what was no UTF-8 begins. */
function replaced(text: string): number {
  return Math.max(text.indexOf('\ufffd'), 0);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the slower reader says where and what
  }
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

/** Reads each file once, from the disk or by the reader given; throws what that throws for a file that is not there. */
export class SourceCache {
  readonly #sources = new Map<string, Source>();
  readonly #readText: ((file: string) => string) | undefined;
  readonly #earlier: ReadonlyMap<string, Source>;
  /** The documents of other hosts, where a project may have such. */
  readonly remote: RemoteDocuments | undefined;

  /** @param earlier sources of an earlier cache: a file with the same text is that source still */
  constructor(
    readText?: (file: string) => string,
    remote?: RemoteDocuments,
    earlier: ReadonlyMap<string, Source> = new Map(),
  ) {
    this.#readText = readText;
    this.remote = remote;
    this.#earlier = earlier;
  }

  read(file: string): Source {
    const known = this.#sources.get(file);
    if (known) return known;
    const bytes = this.#readText ? undefined : readFileSync(file);
    const text = bytes?.toString() ?? this.#readText?.(file) ?? '';
    const earlier = this.#earlier.get(file);
    const wrong = bytes && !isUtf8(bytes) ? 'The file is no UTF-8 from here on: save it as UTF-8' : undefined;
    const source = earlier?.text === text ? earlier : new Source(file, text, isUtf16(text) ? utf16 : wrong);
    this.#sources.set(file, source);
    return source;
  }

  /** The files that were read. */
  files(): string[] {
    return [...this.#sources.keys()];
  }

  /** What was read, by file. */
  sources(): ReadonlyMap<string, Source> {
    return this.#sources;
  }

  /** Whether each of these sources is what its file says now. */
  areCurrent(sources: readonly Source[]): boolean {
    return sources.every(source => {
      try {
        return this.read(source.file) === source;
      } catch {
        return false; // the file is gone
      }
    });
  }
}

import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { changesInteger, hasLongDigits } from '../runtime/large-integers.ts';
import { findAnchor } from './anchor.ts';
import { type IdentifiedSchema, identifiedSchemas } from './identified-schemas.ts';
import { isObject, type Json, type JsonObject, put } from './json.ts';
import { JsonLocator } from './json-locate.ts';
import { jsonProblems, mayHaveDuplicates } from './json-syntax.ts';
import { readYaml, type YamlText, yamlProblems } from './read-yaml.ts';
import type { RemoteDocuments } from './remote-documents.ts';
import { differenceOf, withSharedParts } from './shared-parts.ts';

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

  /**
   * @param encoding what is wrong with the bytes of the file, where they are no UTF-8
   * @param earlier the file as it was before: parts of `json` that have not changed are the same objects
   */
  constructor(file: string, text: string, encoding?: string, earlier?: Source) {
    this.file = file;
    this.text = text;
    const spliced = encoding === undefined && earlier ? earlier.#withMember(text) : undefined;
    if (spliced) {
      this.json = spliced.json;
      this.#locator = spliced.locator;
      this.errors = [];
      this.warnings = [];
      return;
    }
    const quick = file.endsWith('.json') ? parseJson(text) : undefined;
    if (quick) this.#locator = new JsonLocator(text);
    this.errors =
      encoding === undefined ? this.#errors(quick) : [{ position: this.#ofText(undecoded(text)), message: encoding }];
    this.warnings = (this.#parsed?.underIndented ?? []).map(offset => ({
      position: this.#at(offset),
      message: underIndented,
    }));
    const json: Json = quick ?? (this.errors.length === 0 ? this.#yaml().document.toJS({ maxAliasCount: -1 }) : {});
    const shared = earlier ? withSharedParts(earlier.json, json) : json;
    this.json = isObject(shared) ? shared : {};
  }

  /** The JSON of another text of the file, where one member alone was changed: no other part is read. */
  #withMember(text: string): { json: JsonObject; locator: JsonLocator } | undefined {
    if (!this.#locator || this.errors.length > 0) return undefined;
    const { start, end } = differenceOf(this.text, text);
    const member = this.#locator.memberAround(start, this.text.length - end);
    if (!member) return undefined;
    const after = member.end + text.length - this.text.length;
    const written = text.slice(member.start, after);
    const value = parseJson(written);
    if (value === undefined || mayHaveDuplicates(written, value)) return undefined;
    const json = replaced(this.json, member.path, value);
    return isObject(json) ? { json, locator: this.#locator.replaced(text, member) } : undefined;
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
    this.#starts ??= lineStarts(this.text);
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

/** A value in which another one stands where keys lead; what is equal to the one before is that one still. */
function replaced(json: Json, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return withSharedParts(json, value);
  if (!isObject(json)) return json;
  const copy: JsonObject = {};
  for (const [name, item] of Object.entries(json)) put(copy, name, name === key ? replaced(item, rest, value) : item);
  return copy;
}

/** Where what was no UTF-8 begins. */
function undecoded(text: string): number {
  return Math.max(text.indexOf('\ufffd'), 0);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
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
    const source = earlier?.text === text ? earlier : new Source(file, text, isUtf16(text) ? utf16 : wrong, earlier);
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

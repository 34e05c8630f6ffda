import { readFileSync } from 'node:fs';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { changesInteger, hasLongDigits } from '../runtime/large-integers.ts';
import { findAnchor } from './anchor.ts';
import { type IdentifiedSchema, identifiedSchemas } from './identified-schemas.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { JsonLocator } from './json-locate.ts';
import { indentQuotedLines } from './quoted-lines.ts';
import type { RemoteDocuments } from './remote-documents.ts';

export interface Position {
  line: number;
  column: number;
}

/** A YAML or JSON file that still knows where each of its values stands. */
export class Source {
  readonly file: string;
  readonly text: string;
  /** The text with quoted texts indented as YAML asks for. */
  readable: string;
  readonly json: JsonObject;
  readonly errors: readonly { position: Position; message: string }[];
  /** What YAML does not allow and other readers take. */
  readonly warnings: readonly { position: Position; message: string }[];
  #lines = new LineCounter();
  #parsed: Document | undefined;
  /** Where quoted texts stand that go on with too little indentation. */
  #underIndented: readonly number[] = [];
  #locator: JsonLocator | undefined;
  #starts: number[] | undefined;
  #changedIntegers: ReadonlySet<number> | undefined;
  #identified: readonly IdentifiedSchema[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.readable = text;
    const quick = file.endsWith('.json') ? parseJson(text) : undefined;
    if (quick) this.#locator = new JsonLocator(text);
    this.errors = quick
      ? []
      : this.#document().errors.map(error => ({
          position: this.#at(error.pos[0]),
          message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code,
        }));
    this.warnings = this.#underIndented.map(offset => ({ position: this.#at(offset), message: underIndented }));
    const json: Json = quick ?? (this.errors.length === 0 ? this.#document().toJS({ maxAliasCount: -1 }) : {});
    this.json = isObject(json) ? json : {};
  }

  /** The file with positions: many times slower to read than plain JSON, so only when somebody asks. */
  #document(): Document {
    this.#parsed ??= this.#parse();
    return this.#parsed;
  }

  #parse(): Document {
    const parsed = parseDocument(this.text, { lineCounter: this.#lines, merge: true });
    const indented = parsed.errors.length === 0 ? undefined : indentQuotedLines(this.text, parsed.errors);
    if (!indented) return parsed;
    const lines = new LineCounter();
    const again = parseDocument(indented.text, { lineCounter: lines, merge: true });
    if (again.errors.length > 0) return parsed;
    this.#underIndented = indented.offsets;
    this.readable = indented.text;
    this.#lines = lines;
    return again;
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
    const document = this.#document();
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
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

const underIndented = 'The next line of this text stands too far left for YAML 1.2: indent it more than the key';

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
  readonly #readText: (file: string) => string;
  readonly #earlier: ReadonlyMap<string, Source>;
  /** The documents of other hosts, where a project may have such. */
  readonly remote: RemoteDocuments | undefined;

  /** @param earlier sources of an earlier cache: a file with the same text is that source still */
  constructor(
    readText = (file: string) => readFileSync(file, 'utf8'),
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
    const text = this.#readText(file);
    const earlier = this.#earlier.get(file);
    const source = earlier?.text === text ? earlier : new Source(file, text);
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

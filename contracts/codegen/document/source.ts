import { readFileSync } from 'node:fs';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { findAnchor } from './anchor.ts';
import { type IdentifiedSchema, identifiedSchemas } from './identified-schemas.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { JsonLocator } from './json-locate.ts';
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
  readonly #lines = new LineCounter();
  #parsed: Document | undefined;
  #locator: JsonLocator | undefined;
  #starts: number[] | undefined;
  #identified: readonly IdentifiedSchema[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    const quick = file.endsWith('.json') ? parseJson(text) : undefined;
    if (quick) this.#locator = new JsonLocator(text);
    this.errors = quick
      ? []
      : this.#document().errors.map(error => ({
          position: this.#at(error.pos[0]),
          message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code,
        }));
    const json: Json = quick ?? (this.errors.length === 0 ? this.#document().toJS({ maxAliasCount: -1 }) : {});
    this.json = isObject(json) ? json : {};
  }

  /** The file with positions: many times slower to read than plain JSON, so only when somebody asks. */
  #document(): Document {
    this.#parsed ??= parseDocument(this.text, { lineCounter: this.#lines, merge: true });
    return this.#parsed;
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
  /** The documents of other hosts, where a project may have such. */
  readonly remote: RemoteDocuments | undefined;

  constructor(readText = (file: string) => readFileSync(file, 'utf8'), remote?: RemoteDocuments) {
    this.#readText = readText;
    this.remote = remote;
  }

  read(file: string): Source {
    const known = this.#sources.get(file);
    if (known) return known;
    const source = new Source(file, this.#readText(file));
    this.#sources.set(file, source);
    return source;
  }

  /** The files that were read. */
  files(): string[] {
    return [...this.#sources.keys()];
  }
}

import { resolve } from 'node:path';
import type { Dialect } from '../compare/dialect.ts';
import { toCurrentDialect } from '../compare/dialect.ts';
import { type Bundle, bundle } from '../document/bundle.ts';
import {
  formatPointer,
  isObject,
  type Json,
  type JsonObject,
  parsePointer,
  refOf,
  stringIn,
  valueAt,
} from '../document/json.ts';
import type { Source, SourceCache } from '../document/source.ts';

/** Where something stands in a document; line and column count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
  /** JSON pointer of the document that holds it. RFC 6901. */
  pointer: string;
}

type Path = readonly (string | number)[];

/** One version of one contract: an OpenAPI or AsyncAPI document that knows where its parts stand. */
export class ContractVersion {
  readonly name: string;
  readonly kind: 'openapi' | 'asyncapi';
  readonly document: JsonObject;
  readonly version: string;
  /** The files that it was read from. */
  readonly sources: readonly Source[];
  readonly #bundle: Bundle;
  readonly #cache: SourceCache;
  readonly #label: (file: string) => string;

  constructor(name: string, bundled: Bundle, cache: SourceCache, label: (file: string) => string) {
    this.name = name;
    this.#bundle = bundled;
    this.#cache = cache;
    this.#label = label;
    this.kind = bundled.document.asyncapi === undefined ? 'openapi' : 'asyncapi';
    const current = toCurrentDialect(bundled.document, dialect(bundled.document));
    this.document = isObject(current) ? current : {};
    this.version = stringIn(this.document.info, 'version') ?? '';
    this.sources = [bundled.source, ...bundled.files.map(file => cache.read(file))];
  }

  /** Whether every reference led somewhere. */
  get isWhole(): boolean {
    return this.#bundle.problems.length === 0;
  }

  /** The document as it is written, with every reference local. */
  get bundled(): JsonObject {
    return this.#bundle.document;
  }

  get root(): Part {
    return new Part(this, this.document, []);
  }

  place(path: Path): Place {
    const origin = this.#bundle.origin(path);
    const { line, column } = this.#cache.read(origin.file).locate(origin.path);
    return { file: this.#label(origin.file), line, column, pointer: formatPointer(origin.path) };
  }
}

/** Reads a contract, undefined for a file that is no OpenAPI or AsyncAPI document; `label` names files to people. */
export function readContract(
  name: string,
  file: string,
  cache: SourceCache,
  label: (file: string) => string,
): ContractVersion | undefined {
  const { json } = cache.read(resolve(file));
  if (json.openapi === undefined && json.asyncapi === undefined) return undefined;
  return new ContractVersion(name, bundle(resolve(file), cache), cache, label);
}

function dialect(document: JsonObject): Dialect {
  if (typeof document.openapi === 'string') return document.openapi.startsWith('3.0') ? 'openapi-3.0' : '2020-12';
  return 'draft-07';
}

/** A value of a contract and where it stands; references are followed on the way to a part. */
export class Part {
  readonly contract: ContractVersion;
  readonly value: Json;
  readonly path: Path;

  constructor(contract: ContractVersion, value: Json, path: Path) {
    this.contract = contract;
    this.value = value;
    this.path = path;
  }

  /** What is under the key, behind its reference; undefined where there is nothing. */
  in(key: string | number): Part | undefined {
    return this.raw(key)?.target();
  }

  /** What is under the key as it is written. */
  raw(key: string | number): Part | undefined {
    const value = valueAt(this.value, [key]);
    return value === undefined ? undefined : new Part(this.contract, value, [...this.path, key]);
  }

  /** The part that a reference leads to, or the part itself. */
  target(): Part {
    let part: Part = this;
    for (let steps = 0; steps < 32; steps += 1) {
      const ref = refOf(part.value);
      if (ref === undefined || !ref.startsWith('#')) return part;
      const path = parsePointer(ref);
      const value = valueAt(part.contract.document, path);
      if (value === undefined) return part;
      part = new Part(part.contract, value, path);
    }
    return part;
  }

  /** A schema behind a reference beside which nothing else is said. */
  schema(): Part {
    const alone = isObject(this.value) && refOf(this.value) !== undefined && Object.keys(this.value).length === 1;
    return alone ? this.target() : this;
  }

  /** The members of an object, or the items of an array, behind their references. */
  parts(): [key: string, part: Part][] {
    const keys = Array.isArray(this.value)
      ? [...this.value.keys()]
      : isObject(this.value)
        ? Object.keys(this.value)
        : [];
    return keys.flatMap(key => {
      const part = this.in(key);
      return part ? [[String(key), part] as [string, Part]] : [];
    });
  }

  text(key: string): string | undefined {
    return stringIn(this.value, key);
  }

  flag(key: string): boolean {
    return valueAt(this.value, [key]) === true;
  }

  place(): Place {
    return this.contract.place(this.path);
  }
}

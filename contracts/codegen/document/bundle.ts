import { dirname, resolve } from 'node:path';
import { formatPointer, isObject, type Json, type JsonObject, objectIn, parsePointer, refOf, valueAt } from './json.ts';
import type { Source, SourceCache } from './source.ts';
import { isData, isName } from './walk.ts';

/** Something that keeps a document from being whole; `path` says where in `file`. */
export interface BundleProblem {
  rule: 'no-unresolved-ref' | 'no-name-conflict';
  file: string;
  path: (string | number)[];
  message: string;
}

export interface Origin {
  file: string;
  path: (string | number)[];
}

export interface Bundle {
  source: Source;
  /** The document with every reference local: components of other files became its own, under the same name. */
  document: JsonObject;
  problems: BundleProblem[];
  /** The other files that it refers to. */
  files: string[];
  /** Where a path of the bundled document was written. */
  origin(path: readonly (string | number)[]): Origin;
}

/**
 * Makes one self-contained document of a file and what it refers to in others. Nothing is thrown for a broken
 * reference: see `problems`.
 */
export function bundle(file: string, cache: SourceCache): Bundle {
  const root = cache.read(file);
  const bundler = new Bundler(root, cache);
  const document = bundler.run();
  return {
    source: root,
    document,
    problems: bundler.problems,
    files: [...bundler.files],
    origin: path => bundler.origin(path),
  };
}

class Bundler {
  readonly problems: BundleProblem[] = [];
  readonly files = new Set<string>();
  readonly #root: Source;
  readonly #cache: SourceCache;
  readonly #imported = new Map<string, Origin>();
  readonly #added: JsonObject = {};
  readonly #inlining = new Set<string>();

  constructor(root: Source, cache: SourceCache) {
    this.#root = root;
    this.#cache = cache;
  }

  run(): JsonObject {
    const document = this.#copy(this.#root.json, this.#root, []);
    if (!isObject(document)) return {};
    if (Object.keys(this.#added).length === 0) return document;
    const components = { ...objectIn(document, 'components') };
    for (const [kind, entries] of Object.entries(this.#added)) {
      components[kind] = { ...objectIn(components, kind), ...(isObject(entries) ? entries : {}) };
    }
    return { ...document, components };
  }

  origin(path: readonly (string | number)[]): Origin {
    const imported = this.#imported.get(formatPointer(path.slice(0, 3)));
    return imported
      ? { file: imported.file, path: [...imported.path, ...path.slice(3)] }
      : { file: this.#root.file, path: [...path] };
  }

  #copy(value: Json, source: Source, path: (string | number)[]): Json {
    if (Array.isArray(value)) return value.map((item, index) => this.#copy(item, source, [...path, index]));
    if (!isObject(value)) return value;
    if (isData(path)) return value;
    const ref = refOf(value);
    if (ref !== undefined && !(path.at(-1) === 'properties' && !isName(path)))
      return this.#reference(value, ref, source, path);
    const copy: JsonObject = {};
    for (const [key, item] of Object.entries(value)) copy[key] = this.#copy(item, source, [...path, key]);
    return copy;
  }

  #reference(value: JsonObject, ref: string, source: Source, path: (string | number)[]): Json {
    const siblings: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      if (key !== '$ref') siblings[key] = this.#copy(item, source, [...path, key]);
    }
    const hash = ref.indexOf('#');
    const location = hash === -1 ? ref : ref.slice(0, hash);
    const keys = parsePointer(hash === -1 ? '' : ref.slice(hash));
    const target = location === '' ? source : this.#open(location, source);
    const found = target && valueAt(target.json, keys);
    if (!target || found === undefined) {
      this.problems.push({ rule: 'no-unresolved-ref', file: source.file, path, message: `Nothing is at ${ref}` });
      return { ...siblings };
    }
    if (target === this.#root) return { ...siblings, $ref: `#${formatPointer(keys)}` };
    const [top, kind, name] = keys;
    if (keys.length >= 3 && top === 'components' && kind !== undefined && name !== undefined) {
      // A component that only points to one of the same name elsewhere is that one.
      if (source === this.#root && formatPointer(path) === formatPointer(keys)) return this.#inline(target, keys);
      this.#import(target, kind, name, source, path);
      return { ...siblings, $ref: `#${formatPointer(keys)}` };
    }
    const inlined = this.#inline(target, keys);
    return isObject(inlined) ? { ...inlined, ...siblings } : inlined;
  }

  #open(location: string, from: Source): Source | undefined {
    try {
      const source = this.#cache.read(resolve(dirname(from.file), location));
      if (source !== this.#root) this.files.add(source.file);
      return source;
    } catch {
      return undefined;
    }
  }

  #inline(target: Source, keys: string[]): Json {
    const id = `${target.file}#${formatPointer(keys)}`;
    if (this.#inlining.has(id)) return {};
    this.#inlining.add(id);
    const copy = this.#copy(valueAt(target.json, keys) ?? null, target, keys);
    this.#inlining.delete(id);
    if (keys.length === 3) this.#imported.set(formatPointer(keys), { file: target.file, path: keys });
    return copy;
  }

  #import(target: Source, kind: string, name: string, from: Source, path: (string | number)[]): void {
    const keys = ['components', kind, name];
    const pointer = formatPointer(keys);
    const known = this.#imported.get(pointer);
    if (known?.file === target.file) return;
    const own = valueAt(this.#root.json, keys);
    const ownRef = refOf(own);
    const sameThing =
      ownRef?.endsWith(`#${pointer}`) && resolve(dirname(this.#root.file), ownRef.split('#')[0] ?? '') === target.file;
    if (sameThing) return;
    if (known || own !== undefined) {
      const other = known?.file ?? this.#root.file;
      this.problems.push({
        rule: 'no-name-conflict',
        file: from.file,
        path,
        message: `${kind} ${name} is also defined in ${other}`,
      });
      return;
    }
    this.#imported.set(pointer, { file: target.file, path: keys });
    const entries = objectIn(this.#added, kind);
    this.#added[kind] = entries;
    entries[name] = {}; // keeps the order of first use while the component is being copied
    entries[name] = this.#copy(valueAt(target.json, keys) ?? null, target, keys);
  }
}

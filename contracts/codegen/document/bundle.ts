import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findAnchor } from './anchor.ts';
import { componentName } from './component-name.ts';
import { componentKind, data, kindOf, kindOfEntries, kindUnder } from './grammar.ts';
import { type IdentifiedSchema, identifiedTarget, isIdentifier } from './identified-schemas.ts';
import {
  formatPointer,
  formatRef,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  put,
  refOf,
  stringIn,
  valueAt,
} from './json.ts';
import { notFetched } from './remote-documents.ts';
import type { Source, SourceCache } from './source.ts';

/** What may stand beside any reference. */
const describing: ReadonlySet<string> = new Set(['summary', 'description']);

type Path = readonly (string | number)[];

/** Something that keeps a document from being whole; `path` says where in `file`. */
export interface BundleProblem {
  rule: 'no-unresolved-ref' | 'no-name-conflict' | 'not-supported' | 'not-checked';
  file: string;
  path: Path;
  message: string;
}

export interface Origin {
  file: string;
  path: Path;
}

export interface Bundle {
  source: Source;
  /** The document with every reference local; each reference of a schema leads to a component. */
  document: JsonObject;
  problems: BundleProblem[];
  /** The other files that it refers to. */
  files: string[];
  /** Whether each part stands where it is written, and refers to components alone: it can be bundled by itself. */
  isPlain: boolean;
  /** Where a path of the bundled document was written. */
  origin(path: Path): Origin;
  /** Whether an integer at a path was written as another one, which no number of JavaScript can be. */
  isChangedInteger(path: Path, value: number): boolean;
}

/**
 * Makes one self-contained document of a file and what it refers to in others. Components of other files become its
 * own, under the same name. A schema that stands anywhere else, a whole file included, becomes a component named after
 * its place; other objects are put where they are referred to. Nothing is thrown for a broken reference: see
 * `problems`.
 *
 * @param seen The part of the document that is bundled; the rest is there for references alone.
 */
export function bundle(file: string, cache: SourceCache, seen?: JsonObject): Bundle {
  const root = cache.read(file);
  const bundler = new Bundler(root, cache);
  const document = bundler.run(seen ?? root.json);
  return {
    source: root,
    document,
    problems: bundler.problems,
    files: [...bundler.files],
    isPlain: bundler.isPlain,
    origin: path => bundler.origin(path),
    isChangedInteger: (path, value) => cache.read(bundler.origin(path).file).changedIntegers().has(value),
  };
}

/** Where a value is read from and where its copy goes. */
interface Place {
  source: Source;
  path: Path;
  target: Path;
}

type ComponentKeys = readonly ['components', string, string];

/** What a reference leads to. */
interface Found {
  source: Source;
  keys: string[];
  value: Json;
}

class Bundler {
  readonly problems: BundleProblem[] = [];
  readonly files = new Set<string>();
  readonly #root: Source;
  readonly #cache: SourceCache;
  /** By file and pointer: the component that it became. */
  readonly #components = new Map<string, ComponentKeys>();
  /** Names that no reference or program could hold, and what they become; component schemas of the document. */
  readonly #renamed = new Map<string, string>();
  /** By pointer in the bundled document: where what stands there was written. */
  readonly #origins = new Map<string, Origin>();
  readonly #added: Record<string, JsonObject> = {};
  readonly #inlining = new Set<string>();
  /** References that are being followed to what stands below them. */
  readonly #onTheWay = new Set<string>();
  #leadsToComponents = true;

  constructor(root: Source, cache: SourceCache) {
    this.#root = root;
    this.#cache = cache;
  }

  get isPlain(): boolean {
    const isMoved = this.#origins.size + this.#components.size + this.files.size > 0;
    return this.#leadsToComponents && !isMoved && Object.keys(this.#added).length === 0;
  }

  run(seen: JsonObject): JsonObject {
    this.#renameSchemas();
    this.#adoptAliases();
    const document = this.#copy(seen, 'document', { source: this.#root, path: [], target: [] });
    if (!isObject(document)) return {};
    if (Object.keys(this.#added).length === 0) return document;
    const components = { ...objectIn(document, 'components') };
    for (const [section, entries] of Object.entries(this.#added))
      components[section] = { ...objectIn(components, section), ...entries };
    return { ...document, components };
  }

  origin(path: Path): Origin {
    for (let length = path.length; length > 0; length -= 1) {
      const origin = this.#origins.get(formatPointer(path.slice(0, length)));
      if (origin) return { file: origin.file, path: [...origin.path, ...path.slice(length)] };
    }
    return { file: this.#root.file, path: [...path] };
  }

  /** Component schemas are called what OpenAPI allows (Components Object), letters of any language included. */
  #renameSchemas(): void {
    const schemas = objectIn(objectIn(this.#root.json, 'components'), 'schemas');
    const taken = (name: string) => Object.hasOwn(schemas, name) || [...this.#renamed.values()].includes(name);
    for (const name of Object.keys(schemas)) {
      if (isSafeName(name)) continue;
      const keys = ['components', 'schemas', name];
      const safe = componentName(this.#root.file, keys, taken);
      this.#renamed.set(name, safe);
      this.#origins.set(formatPointer(['components', 'schemas', safe]), { file: this.#root.file, path: keys });
    }
  }

  /** The keys of a component of the document, after its name was made safe. */
  #safeKeys(keys: string[]): string[] {
    const [top = '', section = '', name = ''] = keys;
    const safe = section === 'schemas' && isComponent(keys) ? this.#renamed.get(name) : undefined;
    return safe === undefined ? keys : [top, section, safe];
  }

  /** A component that is nothing but a reference to another file is what stands there, under its own name. */
  #adoptAliases(): void {
    for (const [section, entries] of Object.entries(objectIn(this.#root.json, 'components'))) {
      if (!isObject(entries) || componentKind(section) === undefined) continue;
      for (const [name, value] of Object.entries(entries)) {
        const found = this.#behind({ source: this.#root, keys: ['components', section, name], value });
        if (found.source === this.#root) continue;
        const isOther = isComponent(found.keys) && found.keys[2] !== name;
        if (!isOther && !this.#components.has(idOf(found)))
          this.#components.set(idOf(found), ['components', section, this.#renamed.get(name) ?? name]);
      }
    }
  }

  #copy(value: Json, kind: string, place: Place): Json {
    if (kind === data) return value;
    if (Array.isArray(value)) return value.map((item, index) => this.#copy(item, kind, inside(place, index)));
    if (kind === 'mapping' && typeof value === 'string') return this.#mapping(value, place);
    if (!isObject(value)) return value;
    const entryKind = kindOfEntries(kind);
    const own = kindOf(kind, value);
    const ref = refOf(value);
    // No entry of a map is a text: `$ref` is no name there, but leads to entries that are written elsewhere.
    if (ref !== undefined && entryKind !== undefined && entryKind !== 'mapping')
      return this.#entries(value, ref, kind, place);
    if (ref !== undefined && entryKind === undefined) return this.#reference(value, ref, own, place);
    const dynamic = entryKind === undefined && own === 'schema' ? stringIn(value, '$dynamicRef') : undefined;
    if (dynamic !== undefined && this.#isPlain(dynamic, place)) {
      const { $dynamicRef: _, ...rest } = value;
      return this.#reference(rest, dynamic, own, place);
    }
    const copy: JsonObject = {};
    const { source, path, target } = place;
    const areSchemas = source === this.#root && target.length === 2 && target.join('/') === 'components/schemas';
    for (const [key, item] of Object.entries(value)) {
      // A resource of its own: whoever refers to it has a copy, and its anchors are not of this schema.
      if (kind === '{schema}' && isDefinitions(path.at(-1)) && isObject(item) && isIdentifier(item.$id)) continue;
      // References are resolved: what they were relative to has no meaning any more.
      if (own === 'schema' && entryKind === undefined && key === '$id' && isIdentifier(item)) continue;
      const name = areSchemas ? (this.#renamed.get(key) ?? key) : key;
      const inner = entryKind ?? kindUnder(own, key);
      const isScalar = inner !== 'mapping' && (typeof item !== 'object' || item === null);
      const child = isScalar ? place : { source, path: [...path, key], target: [...target, name] };
      put(copy, name, isScalar ? item : this.#copy(item, inner, child));
    }
    return copy;
  }

  #reference(value: JsonObject, ref: string, kind: string, place: Place): Json {
    const siblings: JsonObject = {};
    for (const [key, item] of Object.entries(value))
      if (key !== '$ref' && !(key === '$id' && isIdentifier(item)))
        put(siblings, key, this.#copy(item, kindUnder(kind, key), inside(place, key)));
    const found = this.#resolved(ref, place);
    if (!found) return siblings;
    const local = found.source === this.#root;
    if (this.#leadsBack(found)) {
      this.#report('not-supported', place, `${ref} leads back to itself, so nothing is there`);
      return siblings;
    }
    if (kind === 'pathItem' && Object.keys(siblings).length > 0) return this.#merged(found, place, siblings);
    if (kind !== 'schema') this.#dropIgnored(siblings, place);
    if (local && (kind !== 'schema' || isComponent(found.keys)))
      return { ...siblings, $ref: formatRef(this.#safeKeys(found.keys)) };
    const known = this.#components.get(idOf(found));
    if (known !== undefined) {
      // The component that stands for the other file holds what is there.
      if (formatPointer(known) === formatPointer(place.target)) return this.#inline(found, kind, place, {});
      this.#fill(found, known);
      return { ...siblings, $ref: formatRef(known) };
    }
    const [, section, name] = found.keys;
    if (!local && isComponent(found.keys) && section !== undefined && name !== undefined) {
      const keys: ComponentKeys = ['components', section, section === 'schemas' ? safeName(found) : name];
      this.#import(found, keys, place);
      return { ...siblings, $ref: formatRef(keys) };
    }
    if (kind !== 'schema') return this.#inline(found, kind, place, siblings);
    return { ...siblings, $ref: formatRef(this.#hoist(found)) };
  }

  /** A path item with the operations of another one; what both say has no meaning (OpenAPI 3.1.1, Path Item Object). */
  #merged(found: Found, place: Place, siblings: JsonObject): Json {
    const merged = this.#inline(found, 'pathItem', place, siblings);
    const target = this.#behind(found).value;
    for (const key of Object.keys(siblings)) {
      if (describing.has(key) || !isObject(target) || target[key] === undefined) continue;
      const message = `\`${key}\` is also what \`$ref\` leads to, and the specification does not say which of them counts`;
      this.#report('not-supported', inside(place, key), message);
    }
    return merged;
  }

  /** "Any properties added SHALL be ignored": OpenAPI 3.1.1, Reference Object; so says AsyncAPI. */
  #dropIgnored(siblings: JsonObject, place: Place): void {
    for (const key of Object.keys(siblings)) {
      if (describing.has(key) || key.startsWith('x-')) continue;
      delete siblings[key];
      this.#report(
        'not-checked',
        inside(place, key),
        `\`${key}\` beside \`$ref\` is ignored: write it where that leads`,
      );
    }
  }

  /** A map with the entries of another one that it refers to; its own stand before them. */
  #entries(value: JsonObject, ref: string, kind: string, place: Place): Json {
    const { $ref: _, ...own } = value;
    const copy = this.#copy(own, kind, place);
    const found = this.#resolved(ref, place);
    return found ? this.#inline(found, kind, place, isObject(copy) ? copy : {}) : copy;
  }

  /** The target of a discriminator's tag: the name of a component, or a reference. */
  #mapping(value: string, place: Place): Json {
    const isName =
      /^[\w.-]+$/.test(value) && valueAt(place.source.json, ['components', 'schemas', value]) !== undefined;
    const ref = isName ? `#/components/schemas/${value}` : value;
    const target = this.#reference({ $ref: ref }, ref, 'schema', place);
    return refOf(target) ?? value;
  }

  #resolved(ref: string, place: Place): Found | undefined {
    const target = identifiedTarget(place.source.identified(), ref, place.path);
    if (target !== undefined) this.#leadsToComponents = false;
    const isElsewhere = target !== undefined && target.schema === undefined && !target.uri.startsWith('file:');
    if (target && !isElsewhere) {
      const found = target.schema ? this.#within(place.source, target.schema, target.fragment) : undefined;
      if (!found)
        this.#report('no-unresolved-ref', place, `Nothing is at ${ref}: \`$id\` makes it relative to ${target.uri}`);
      return found;
    }
    const url = target?.uri ?? this.#address(ref, place.source);
    const remote = url === undefined ? undefined : this.#remote(url);
    if (remote && 'problem' in remote) {
      this.#report('not-supported', place, remote.problem);
      return undefined;
    }
    const found = this.#find(target ? `${target.uri}#${target.fragment}` : ref, place.source);
    if (!found) this.#report('no-unresolved-ref', place, `Nothing is at ${ref}`);
    return found;
  }

  /**
   * Whether a dynamic reference is one like `$ref`: it first leads to a schema that has no `$dynamicAnchor` of its name
   * (JSON Schema Core 2020-12, 8.2.3.2).
   */
  #isPlain(ref: string, place: Place): boolean {
    const target = identifiedTarget(place.source.identified(), ref, place.path);
    const found = target?.schema
      ? this.#within(place.source, target.schema, target.fragment)
      : target === undefined && ref.startsWith('#')
        ? this.#find(ref, place.source)
        : undefined;
    return found !== undefined && stringIn(found.value, '$dynamicAnchor') !== ref.slice(ref.indexOf('#') + 1);
  }

  /** What a fragment leads to in a schema that has an `$id`. */
  #within(source: Source, { keys }: IdentifiedSchema, fragment: string): Found | undefined {
    const schema = valueAt(source.json, keys);
    const isPointer = fragment === '' || fragment.startsWith('/');
    const inner = isPointer ? parsePointer(fragment) : isObject(schema) ? findAnchor(schema, fragment) : undefined;
    const value = inner && schema !== undefined ? valueAt(schema, inner) : undefined;
    return inner === undefined || value === undefined ? undefined : { source, keys: [...keys, ...inner], value };
  }

  #find(ref: string, from: Source): Found | undefined {
    const hash = ref.indexOf('#');
    const location = hash === -1 ? ref : ref.slice(0, hash);
    const fragment = hash === -1 ? '' : ref.slice(hash + 1);
    const source = location === '' ? from : this.#open(location, from);
    if (!source) this.#leadsToComponents = false;
    if (!source) return undefined;
    const isPointer = fragment === '' || fragment.startsWith('/');
    const keys = isPointer ? parsePointer(fragment) : source.anchor(fragment);
    if (source !== this.#root || !isPointer || keys?.[0] !== 'components') this.#leadsToComponents = false;
    if (keys === undefined) return undefined;
    const value = valueAt(source.json, keys);
    return value === undefined ? this.#through(source, keys) : { source, keys, value };
  }

  /** What stands below a reference on the way: `#/channels/a/messages/b`, where the channel is written elsewhere. */
  #through(source: Source, keys: string[]): Found | undefined {
    for (let length = keys.length - 1; length > 0; length -= 1) {
      const holder = valueAt(source.json, keys.slice(0, length));
      if (holder === undefined) continue;
      const ref = refOf(holder);
      const id = `${source.file}#${formatPointer(keys)}`;
      if (ref === undefined || this.#onTheWay.has(id)) return undefined;
      this.#onTheWay.add(id);
      const target = this.#find(ref, source);
      const rest = keys.slice(length);
      const found = target && this.#find(formatRef([...target.keys, ...rest]), target.source);
      this.#onTheWay.delete(id);
      return found;
    }
    return undefined;
  }

  /** RFC 3986: a relative reference, percent-encoded where a file name needs it. */
  #open(location: string, from: Source): Source | undefined {
    const address = this.#address(location, from);
    const remote = address === undefined ? undefined : this.#remote(address);
    if (remote && 'problem' in remote) return undefined;
    try {
      if (remote) return this.#noted(this.#cache.read(remote.file));
      const url = new URL(location.replaceAll('\\', '/'), pathToFileURL(from.file));
      return this.#noted(this.#cache.read(resolve(dirname(from.file), decodeURIComponent(url.pathname))));
    } catch {
      return undefined;
    }
  }

  #noted(source: Source): Source {
    if (source !== this.#root) this.files.add(source.file);
    return source;
  }

  /** The address, without a fragment, of a reference to a document of another host. */
  #address(ref: string, from: Source): string | undefined {
    const base = this.#cache.remote?.addressOf(from.file);
    const isAbsolute = /^[a-z][a-z\d+.-]*:/i.test(ref) && !ref.startsWith('file:');
    if (ref.startsWith('#') || ref === '' || (!isAbsolute && base === undefined) || !URL.canParse(ref, base))
      return undefined;
    const url = new URL(ref, base);
    url.hash = '';
    return url.href;
  }

  #remote(url: string): { file: string } | { problem: string } {
    return this.#cache.remote?.find(url) ?? { problem: notFetched(url) };
  }

  /** Whether what is found is a reference that ends nowhere but at itself. */
  #leadsBack(found: Found): boolean {
    const seen = new Set<string>();
    for (let next: Found | undefined = found; next; ) {
      const ref: string | undefined = refOf(next.value);
      if (ref === undefined || (isObject(next.value) && Object.keys(next.value).length > 1)) return false;
      if (seen.has(idOf(next))) return true;
      seen.add(idOf(next));
      next = this.#find(ref, next.source);
    }
    return false;
  }

  #inline(found: Found, kind: string, place: Place, siblings: JsonObject): Json {
    const id = idOf(found);
    if (this.#inlining.has(id)) {
      this.#report('not-supported', place, 'This refers to what it stands in: make it a component');
      return siblings;
    }
    this.#inlining.add(id);
    this.#origins.set(formatPointer(place.target), { file: found.source.file, path: found.keys });
    const copy = this.#copy(found.value, kind, { ...place, source: found.source, path: found.keys });
    this.#inlining.delete(id);
    return isObject(copy) ? { ...copy, ...siblings } : copy;
  }

  /** A schema that is no component becomes one. */
  #hoist(found: Found): ComponentKeys {
    const taken = (name: string) =>
      valueAt(this.#root.json, ['components', 'schemas', name]) !== undefined ||
      (this.#added.schemas !== undefined && Object.hasOwn(this.#added.schemas, name));
    const name = componentName(found.source.file, found.keys, taken);
    const keys: ComponentKeys = ['components', 'schemas', name];
    this.#components.set(idOf(found), keys);
    this.#fill(found, keys);
    return keys;
  }

  #import(found: Found, keys: ComponentKeys, place: Place): void {
    if (this.#unify(found, keys)) return;
    const [, section, name] = keys;
    const own = valueAt(this.#root.json, keys);
    const other = this.#origins.get(formatPointer(keys))?.file ?? (own === undefined ? undefined : this.#root.file);
    if (other !== undefined && other !== found.source.file) {
      this.#report('no-name-conflict', place, `${section} ${name} is also defined in ${other}`);
      return;
    }
    this.#components.set(idOf(found), keys);
    this.#fill(found, keys);
  }

  /**
   * Has a component of another file that is nothing but a reference (`User: { $ref: user.json }`) and what stands there
   * share one name, where that name is free or theirs already.
   * @returns whether they share it now
   */
  #unify(found: Found, keys: ComponentKeys): boolean {
    const target = this.#behind(found);
    if (target === found) return false;
    const isOwn = target.source === this.#root && formatPointer(target.keys) === formatPointer(keys);
    const known = this.#components.get(idOf(target));
    const isFree = valueAt(this.#root.json, keys) === undefined && !this.#origins.has(formatPointer(keys));
    const isNamed = target.source === this.#root || (isComponent(target.keys) && target.keys[2] !== keys[2]);
    const isNew = known === undefined && isFree && !isNamed;
    if (!isOwn && !isNew && (known === undefined || formatPointer(known) !== formatPointer(keys))) return false;
    this.#components.set(idOf(found), keys);
    if (!isNew) return true;
    this.#components.set(idOf(target), keys);
    this.#fill(target, keys);
    return true;
  }

  /** What a reference that has nothing beside it leads to; anything else is itself. */
  #behind(found: Found): Found {
    const ref = refOf(found.value);
    if (ref === undefined || !isObject(found.value) || Object.keys(found.value).length > 1) return found;
    return this.#find(ref, found.source) ?? found;
  }

  /** Copies what a component is to hold, once. */
  #fill(found: Found, keys: ComponentKeys): void {
    const [, section, name] = keys;
    if (valueAt(this.#root.json, keys) !== undefined) return;
    this.#added[section] ??= {};
    const entries = this.#added[section];
    if (Object.hasOwn(entries, name)) return;
    entries[name] = {}; // keeps the order of first use while the component is being copied
    this.#origins.set(formatPointer(keys), { file: found.source.file, path: found.keys });
    const place = { source: found.source, path: found.keys, target: keys };
    entries[name] = this.#copy(found.value, componentKind(section) ?? data, place);
  }

  #report(rule: BundleProblem['rule'], { source, path }: Place, message: string): void {
    this.problems.push({ rule, file: source.file, path, message });
  }
}

function inside({ source, path, target }: Place, key: string | number): Place {
  return { source, path: [...path, key], target: [...target, key] };
}

/** A name that means the same in a pointer, a URI and an object; `__proto__` is none. */
function isSafeName(name: string): boolean {
  return /^[\p{L}\p{M}\p{N}._-]+$/u.test(name) && name !== '__proto__' && name.isWellFormed();
}

function safeName({ source, keys }: Found): string {
  const name = keys.at(-1) ?? '';
  return isSafeName(name) ? name : componentName(source.file, keys, () => false);
}

function isDefinitions(key: string | number | undefined): boolean {
  return key === '$defs' || key === 'definitions';
}

function isComponent(keys: Path): boolean {
  return keys.length === 3 && keys[0] === 'components' && componentKind(String(keys[1])) !== undefined;
}

function idOf({ source, keys }: Found): string {
  return `${source.file}#${formatPointer(keys)}`;
}

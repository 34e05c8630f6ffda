import { data, kindOf, kindOfEntries, kindUnder } from '../document/grammar.ts';
import {
  formatRef,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  put,
  refOf,
  stringsIn,
  valueAt,
} from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import { freeName } from '../names.ts';
import type { WithCopies } from './copies.ts';
import { deref } from './deref.ts';
import { declaredProperties } from './shape.ts';

type Direction = 'request' | 'response';

/**
 * An OpenAPI 3.0 document whose requests have no `readOnly` properties and whose answers no `writeOnly` ones: there
 * they mean that a property is required, and sent, in one direction only (3.0.4, Schema Object, Fixed Fields). A
 * component that is used in both directions keeps its name in answers; in requests `User` is `UserRequest`. In 3.1 both
 * are annotations, and nothing changes.
 */
export function withDirections(document: JsonObject): WithCopies {
  const isDirected = String(document.openapi).startsWith('3.0') && hasDirections(document);
  return isDirected ? new Directions(document).run() : { document, copies: new Map() };
}

/** Whether a schema says that it travels in one direction only. */
function hasDirections(document: JsonObject): boolean {
  let found = false;
  visitKinds(document, 'document', part => {
    found ||= part.readOnly === true || part.writeOnly === true;
  });
  return found;
}

class Directions {
  readonly #document: JsonObject;
  readonly #schemas: JsonObject;
  /** What a component that differs by direction is called in requests. */
  readonly #requestNames = new Map<string, string>();

  constructor(document: JsonObject) {
    this.#document = document;
    this.#schemas = objectIn(objectIn(document, 'components'), 'schemas');
  }

  run(): WithCopies {
    const used = { request: new Set<string>(), response: new Set<string>() };
    this.#collect(this.#document, 'document', 'response', used);
    const differing = Object.keys(this.#schemas).filter(name => this.#differs(this.#schemas[name] ?? true, new Set()));
    for (const name of differing) {
      const isShared = used.request.has(name) && used.response.has(name);
      if (used.request.has(name)) this.#requestNames.set(name, isShared ? this.#freeName(`${name}Request`) : name);
    }
    const schemas: JsonObject = {};
    for (const [name, schema] of Object.entries(this.#schemas)) {
      const requestName = this.#requestNames.get(name);
      if (requestName !== name) put(schemas, name, this.#directed(schema, 'payload', 'response', []));
      if (requestName !== undefined) put(schemas, requestName, this.#directed(schema, 'payload', 'request', []));
    }
    const components = { ...objectIn(this.#document, 'components'), schemas: {} };
    const directed = this.#directed({ ...this.#document, components }, 'document', 'response', []);
    const copies = new Map(
      [...this.#requestNames].filter(([name, copy]) => name !== copy).map(([of, copy]) => [copy, of]),
    );
    if (!isObject(directed)) return { document: this.#document, copies: new Map() };
    return { document: { ...directed, components: { ...objectIn(directed, 'components'), schemas } }, copies };
  }

  /** The components that each direction leads to. */
  #collect(value: Json, kind: string, direction: Direction, used: Record<Direction, Set<string>>): void {
    if (kind === data) return;
    if (Array.isArray(value)) for (const item of value) this.#collect(item, kind, direction, used);
    if (!isObject(value)) return;
    const entryKind = kindOfEntries(kind);
    const own = kindOf(kind, value);
    const towards = own === 'requestBody' && entryKind === undefined ? 'request' : direction;
    const name = own === 'schema' && entryKind === undefined ? nameIn(refOf(value)) : undefined;
    if (name !== undefined && !used[towards].has(name)) {
      used[towards].add(name);
      this.#collect(this.#schemas[name] ?? true, 'schema', towards, used);
    }
    for (const [key, item] of Object.entries(value))
      if (!(own === 'components' && key === 'schemas'))
        this.#collect(item, entryKind ?? kindUnder(own, key), towards, used);
  }

  #differs(schema: Json, seen: Set<string>): boolean {
    let found = false;
    visitKinds(schema, 'schema', part => {
      found ||= part.readOnly === true || part.writeOnly === true;
      const ref = refOf(part);
      if (found || ref === undefined || seen.has(ref)) return;
      seen.add(ref);
      found = this.#differs(valueAt(this.#document, parsePointer(ref)) ?? true, seen);
    });
    return found;
  }

  /** A copy without what does not travel in a direction; `hidden` are the names that the schemas around leave out. */
  #directed(value: Json, kind: string, direction: Direction, hidden: readonly string[]): Json {
    if (kind === data) return value;
    if (Array.isArray(value)) return value.map(item => this.#directed(item, kind, direction, hidden));
    if (kind === 'mapping' && typeof value === 'string') return this.#renamed(value, direction);
    if (!isObject(value)) return value;
    const entryKind = kindOfEntries(kind);
    const own = kindOf(kind, value);
    const isSchema = own === 'schema' && entryKind === undefined;
    const towards = own === 'requestBody' && entryKind === undefined ? 'request' : direction;
    const left = isSchema ? [...hidden, ...this.#hiddenNames(value, towards)] : hidden;
    const copy: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      if (isSchema && key === 'required') {
        const required = stringsIn(value, 'required').filter(name => !left.includes(name));
        if (required.length > 0) copy.required = required;
      } else if (isSchema && key === '$ref' && typeof item === 'string') copy.$ref = this.#renamed(item, towards);
      else if (isSchema && key === 'properties' && isObject(item)) {
        const kept = Object.entries(item).filter(([name]) => !left.includes(name));
        copy.properties = {};
        for (const [name, property] of kept)
          put(copy.properties, name, this.#directed(property, 'schema', towards, []));
      } else {
        const isPart = isSchema && (key === 'allOf' || key === 'anyOf' || key === 'oneOf');
        put(copy, key, this.#directed(item, entryKind ?? kindUnder(own, key), towards, isPart ? left : []));
      }
    }
    return copy;
  }

  #hiddenNames(schema: JsonObject, direction: Direction): string[] {
    const word = direction === 'request' ? 'readOnly' : 'writeOnly';
    const isMarked = (property: Json | undefined) => isObject(property) && property[word] === true;
    return [...declaredProperties(this.#document, schema)]
      .filter(([, property]) => isMarked(property) || isMarked(deref(this.#document, property)))
      .map(([name]) => name);
  }

  #renamed(ref: string, direction: Direction): string {
    const name = direction === 'request' ? this.#requestNames.get(nameIn(ref) ?? '') : undefined;
    return name === undefined ? ref : formatRef(['components', 'schemas', name]);
  }

  #freeName(wanted: string): string {
    const taken = new Set([...Object.keys(this.#schemas), ...this.#requestNames.values()]);
    return freeName(wanted, name => taken.has(name));
  }
}

function nameIn(ref: string | undefined): string | undefined {
  const keys = ref === undefined ? [] : parsePointer(ref);
  return keys[0] === 'components' && keys[1] === 'schemas' && keys.length === 3 ? keys[2] : undefined;
}

import {
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
} from '../document/json.ts';
import { mapSchemas, visitKinds } from '../document/visit-kinds.ts';
import { freeName, pascalCase } from '../names.ts';
import type { WithCopies } from './copies.ts';

/** By name of a dynamic anchor: the reference to what it stands for. */
type Scope = ReadonlyMap<string, string>;

/**
 * A document without dynamic references: a component that has some becomes a component of its own for each meaning
 * that its users give it (`Page` of `Pet` is `PageOfPet`). A component counts as a schema resource, the outermost one
 * that has the anchor decides (JSON Schema Core, 8.2.3.2). A reference that no anchor answers stays as it is.
 */
export function withoutDynamicRefs(document: JsonObject): WithCopies {
  let found = false;
  visitKinds(document, 'document', (schema, kind) => {
    if (kind === 'schema' && schema.$dynamicRef !== undefined) found = true;
  });
  return found ? new Resolver(document).run() : { document, copies: new Map() };
}

class Resolver {
  readonly #document: JsonObject;
  readonly #schemas: JsonObject;
  readonly #done: JsonObject = {};
  /** By component and scope: the component that it is there. */
  readonly #named = new Map<string, string>();
  readonly #copies = new Map<string, string>();

  constructor(document: JsonObject) {
    this.#document = document;
    this.#schemas = objectIn(objectIn(document, 'components'), 'schemas');
  }

  run(): WithCopies {
    for (const name of Object.keys(this.#schemas)) this.#component(name, new Map());
    const components = { ...objectIn(this.#document, 'components'), schemas: {} };
    const outside = mapSchemas({ ...this.#document, components }, 'document', schema =>
      this.#settle(schema, new Map()),
    );
    if (!isObject(outside)) return { document: this.#document, copies: new Map() };
    const document = { ...outside, components: { ...objectIn(outside, 'components'), schemas: this.#done } };
    return { document, copies: this.#copies };
  }

  /** The name of what a component is in a scope. */
  #component(name: string, outer: Scope): string {
    const schema = this.#schemas[name] ?? true;
    const wanted = this.#dynamicNames(schema, new Set());
    const scope = new Map([...outer].filter(([anchor]) => wanted.has(anchor)));
    const key = JSON.stringify([name, [...scope].sort()]);
    const known = this.#named.get(key);
    if (known !== undefined) return known;
    const own = scope.size === 0 ? name : this.#freeName(`${name}Of${[...scope.values()].map(nameIn).join('')}`);
    this.#named.set(key, own);
    if (own !== name) this.#copies.set(own, name);
    put(this.#done, own, {}); // keeps the order while what it refers to is resolved
    put(this.#done, own, this.#resolve(schema, this.#within(name, own, schema, scope)));
    return own;
  }

  /** The scope inside a component: what is bound around it goes before its own anchors. */
  #within(name: string, own: string, schema: Json, outer: Scope): Scope {
    const scope = new Map(outer);
    const wanted = this.#dynamicNames(schema, new Set());
    visitKinds(schema, 'schema', (part, kind, path) => {
      const anchor = kind === 'schema' ? stringIn(part, '$dynamicAnchor') : undefined;
      if (anchor === undefined || scope.has(anchor) || !wanted.has(anchor)) return;
      const { $dynamicAnchor: _, ...rest } = part;
      const ref = refOf(rest);
      if (path.length === 0) scope.set(anchor, componentRef(own));
      else if (ref !== undefined && Object.keys(rest).length === 1) scope.set(anchor, ref);
      else {
        const bound = this.#freeName(`${name}${pascalCase(anchor)}`);
        scope.set(anchor, componentRef(bound));
        this.#copies.set(bound, name);
        put(this.#done, bound, this.#resolve(rest, scope));
      }
    });
    return scope;
  }

  #resolve(schema: Json, scope: Scope): Json {
    return mapSchemas(schema, 'schema', part => this.#settle(part, scope));
  }

  #settle(schema: JsonObject, scope: Scope): JsonObject {
    const { $defs: _defs, $dynamicAnchor: _anchor, ...rest } = schema;
    const dynamic = stringIn(rest, '$dynamicRef');
    if (dynamic !== undefined) {
      const target = dynamic.startsWith('#/') ? dynamic : scope.get(dynamic.replace(/^#/, ''));
      if (target === undefined) return rest;
      const { $dynamicRef: _, ...beside } = rest;
      return { ...beside, $ref: target };
    }
    const ref = refOf(rest);
    const name = ref === undefined ? undefined : nameIn(ref);
    return name === undefined || !Object.hasOwn(this.#schemas, name)
      ? rest
      : { ...rest, $ref: componentRef(this.#component(name, scope)) };
  }

  /** The dynamic references that a schema leads to. */
  #dynamicNames(schema: Json, seen: Set<string>): Set<string> {
    const names = new Set<string>();
    visitKinds(schema, 'schema', (part, kind) => {
      if (kind !== 'schema') return;
      const dynamic = stringIn(part, '$dynamicRef');
      if (dynamic !== undefined) names.add(dynamic.replace(/^#/, ''));
      const ref = refOf(part);
      if (ref === undefined || seen.has(ref)) return;
      seen.add(ref);
      for (const name of this.#dynamicNames(valueAt(this.#document, parsePointer(ref)) ?? true, seen)) names.add(name);
    });
    return names;
  }

  #freeName(wanted: string): string {
    return freeName(wanted, name => Object.hasOwn(this.#schemas, name) || Object.hasOwn(this.#done, name));
  }
}

function nameIn(ref: string): string {
  return parsePointer(ref).at(-1) ?? '';
}

function componentRef(name: string): string {
  return formatRef(['components', 'schemas', name]);
}

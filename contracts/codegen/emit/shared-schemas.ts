import { isObject, type Json, type JsonObject, put } from '../document/json.ts';
import { mapInner } from '../openapi/inner-schemas.ts';
import { Remembered } from './remembered.ts';

/** A schema with fewer keywords than this, in all, is cheaper to repeat than to call. */
const MIN_KEYWORDS = 12;

export type Schemas = ReadonlyMap<string, JsonObject | boolean>;

export interface SharedSchemas {
  /** By name, with references to `shared` in place of what is there more than once. */
  schemas: Map<string, JsonObject | boolean>;
  shared: Map<string, JsonObject>;
  /** A number for the components as they are now. */
  beside: number;
  /** The name of the first schema that is equal to the one of a name. */
  firstEqual(name: string): string;
}

/**
 * Takes equal schemas of inner values out of all that hold them: each becomes one function that all of them call. A
 * default stays where it is, since whoever looks into the object around it fills it in.
 *
 * @param components What the schemas refer to by id.
 * @param memory Of an earlier call: a schema that is the same object is given back as the same object, as long as all
 *   that it leads to is the same too.
 * @param prefix Of the names of what is shared.
 * @param elsewhere What the schemas refer to that stands elsewhere: a number for all of it.
 */
export function shareSchemas(
  own: Schemas,
  components: Schemas,
  memory = new SharingMemory(),
  { prefix = 'shared', elsewhere = 0 } = {},
): SharedSchemas {
  const all = [...own, ...components];
  const known = new Map<string, Known>();
  const first = new Map<Known, string>();
  for (const [name, schema] of all) {
    if (!isObject(schema)) continue;
    const found = memory.interned.whole(schema);
    known.set(name, found);
    if (!first.has(found)) first.set(found, name);
  }
  const sharing = new Sharing([...known.values()], memory, prefix);
  const beside = memory.versionOf([...components.keys()].map(name => `${name}:${sharing.signature(known.get(name))}`));
  const copy = (schema: JsonObject, found: Known | undefined): JsonObject =>
    memory.copies.of(schema, `${elsewhere} ${beside} ${sharing.signature(found)}`, () => sharing.copy(schema));
  return {
    schemas: new Map(all.map(([name, schema]) => [name, isObject(schema) ? copy(schema, known.get(name)) : schema])),
    shared: new Map(sharing.shared.map(([name, found]) => [name, copy(found.schema, found)])),
    beside,
    firstEqual: name => first.get(known.get(name) ?? nothing) ?? name,
  };
}

/** What is known of the schemas of one document from one call to the next. */
export class SharingMemory {
  readonly interned = new Interned();
  readonly copies = new Remembered<JsonObject, JsonObject>();
  readonly #versions = new Map<string, number>();

  /** A number for a list of texts, the same for equal ones. */
  versionOf(texts: readonly string[]): number {
    const key = texts.join('\n');
    const known = this.#versions.get(key) ?? this.#versions.size;
    this.#versions.set(key, known);
    return known;
  }
}

interface Known {
  id: number;
  keywords: number;
  /** The schemas of inner values that are long enough to be shared, in order, those in its parts included. */
  inner: readonly Known[];
  /** Without a default of its own. */
  schema: JsonObject;
}

const nothing: Known = { id: -1, keywords: 0, inner: [], schema: {} };

/** Equal schemas are one: those of the same keywords, with the same schemas below them. */
class Interned {
  readonly #known = new Map<string, Known>();
  readonly #of = new WeakMap<JsonObject, Known>();

  of(schema: JsonObject): Known | undefined {
    return this.#of.get(schema);
  }

  whole(schema: JsonObject): Known {
    return this.#of.get(schema) ?? this.#add(schema, false);
  }

  #add(schema: JsonObject, isPlace: boolean): Known {
    let keywords = 0;
    const identity: Json[] = [];
    const inner: Known[] = [];
    for (const [key, value] of Object.entries(schema)) {
      if (isPlace && key === 'default') continue;
      keywords += 1;
      const below = mapInner(key, value, (held, place) => {
        const known = this.#add(held, place);
        keywords += known.keywords;
        if (!place) inner.push(...known.inner);
        else if (known.keywords >= MIN_KEYWORDS) inner.push(known);
        return place && held.default !== undefined ? [known.id, held.default] : known.id;
      });
      identity.push(key, below);
    }
    const text = JSON.stringify(identity);
    const { default: _, ...rest } = schema;
    const known = this.#known.get(text) ?? {
      id: this.#known.size,
      keywords,
      inner,
      schema: isPlace && 'default' in schema ? rest : schema,
    };
    this.#known.set(text, known);
    this.#of.set(schema, known);
    return known;
  }
}

/** What is shared among some schemas: what stands in more than one place. */
class Sharing {
  /** By name, those that others hold before these. */
  readonly shared: [string, Known][] = [];
  readonly #memory: SharingMemory;
  readonly #prefix: string;
  readonly #places = new Map<Known, number>();
  readonly #names = new Map<Known, string>();
  readonly #signatures = new Map<Known, string>();

  constructor(schemas: readonly Known[], memory: SharingMemory, prefix: string) {
    this.#memory = memory;
    this.#prefix = prefix;
    for (const { inner } of schemas) this.#count(inner);
    for (const { inner } of schemas) this.#name(inner);
  }

  /** Counts places: what is below a schema that was seen will be there once. */
  #count(inner: readonly Known[]): void {
    for (const known of inner) {
      const places = this.#places.get(known) ?? 0;
      this.#places.set(known, places + 1);
      if (places === 0) this.#count(known.inner);
    }
  }

  #name(inner: readonly Known[]): void {
    for (const known of inner) {
      if (this.#names.has(known)) continue;
      const name = `${this.#prefix}:${this.#names.size}`;
      const isShared = this.#isShared(known);
      if (isShared) this.#names.set(known, name);
      this.#name(known.inner);
      if (isShared) this.shared.push([name, known]);
    }
  }

  #isShared(known: Known): boolean {
    return (this.#places.get(known) ?? 0) > 1;
  }

  /** A text that is the same for an equal schema as long as the same is shared in it, by the same names. */
  signature(known: Known = nothing): string {
    const found = this.#signatures.get(known);
    if (found !== undefined) return found;
    const parts = known.inner.map(inner => {
      const name = this.#names.get(inner);
      const own = this.signature(inner);
      return name === undefined ? own : `${inner.id}=${name}#${this.#memory.versionOf([own])} `;
    });
    this.#signatures.set(known, parts.join(''));
    return parts.join('');
  }

  copy(schema: JsonObject): JsonObject {
    const copy: JsonObject = {};
    for (const [key, value] of Object.entries(schema))
      put(
        copy,
        key,
        mapInner(key, value, (inner, isPlace) => (isPlace ? this.#place(inner) : this.copy(inner))),
      );
    return copy;
  }

  #place(schema: JsonObject): JsonObject {
    const known = this.#memory.interned.of(schema);
    const name = known && this.#names.get(known);
    if (name === undefined) return this.copy(schema);
    const { default: fallback } = schema;
    return { $ref: name, ...(fallback !== undefined && { default: fallback }) };
  }
}

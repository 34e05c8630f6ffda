import { isObject, type Json, type JsonObject, put } from '../document/json.ts';
import { mapInner } from '../openapi/inner-schemas.ts';

/** A schema with fewer keywords than this, in all, is cheaper to repeat than to call. */
const MIN_KEYWORDS = 12;

export interface SharedSchemas {
  /** By name, with references to `shared` in place of what is there more than once. */
  schemas: Map<string, JsonObject | boolean>;
  shared: Map<string, JsonObject>;
  /** The name of the first schema that is equal to the one of a name. */
  firstEqual(name: string): string;
}

/**
 * Takes equal schemas of inner values out of all that hold them: each becomes one function that all of them call. A
 * default stays where it is, since whoever looks into the object around it fills it in.
 */
export function shareSchemas(schemas: ReadonlyMap<string, JsonObject | boolean>): SharedSchemas {
  const interned = new Interned();
  const first = new Map<Known, string>();
  const firsts = new Map<string, string>();
  for (const [name, schema] of schemas) {
    if (!isObject(schema)) continue;
    const known = interned.add(schema, false);
    firsts.set(name, first.get(known) ?? name);
    if (!first.has(known)) first.set(known, name);
  }
  for (const schema of schemas.values()) if (isObject(schema)) interned.countPlaces(schema);
  const sharing = new Sharing(interned);
  const copies = [...schemas].map(([name, schema]): [string, JsonObject | boolean] => [
    name,
    isObject(schema) ? sharing.copy(schema) : schema,
  ]);
  return { schemas: new Map(copies), shared: sharing.shared, firstEqual: name => firsts.get(name) ?? name };
}

interface Known {
  id: number;
  keywords: number;
  /** How many schemas hold it, each of them once. */
  places: number;
}

/** Equal schemas are one: those of the same keywords, with the same schemas below them. */
class Interned {
  readonly #known = new Map<string, Known>();
  readonly #of = new Map<JsonObject, Known>();

  of(schema: JsonObject): Known | undefined {
    return this.#of.get(schema);
  }

  add(schema: JsonObject, isPlace: boolean): Known {
    let keywords = 0;
    const identity: Json[] = [];
    for (const [key, value] of Object.entries(schema)) {
      if (isPlace && key === 'default') continue;
      keywords += 1;
      const below = mapInner(key, value, (inner, place) => {
        const known = this.add(inner, place);
        keywords += known.keywords;
        return known.id;
      });
      identity.push(key, below);
    }
    const text = JSON.stringify(identity);
    const known = this.#known.get(text) ?? { id: this.#known.size, keywords, places: 0 };
    this.#known.set(text, known);
    this.#of.set(schema, known);
    return known;
  }

  /** Counts the places of what is below a schema: what is below one that was seen will be there once. */
  countPlaces(schema: JsonObject): void {
    for (const [key, value] of Object.entries(schema))
      mapInner(key, value, (inner, isPlace) => {
        const known = this.#of.get(inner);
        if (known && isPlace) known.places += 1;
        if (!known || !isPlace || known.places === 1) this.countPlaces(inner);
        return true;
      });
  }
}

class Sharing {
  readonly shared = new Map<string, JsonObject>();
  readonly #interned: Interned;
  readonly #names = new Map<Known, string>();

  constructor(interned: Interned) {
    this.#interned = interned;
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
    const known = this.#interned.of(schema);
    if (!known || known.places < 2 || known.keywords < MIN_KEYWORDS) return this.copy(schema);
    const { default: fallback, ...rest } = schema;
    let name = this.#names.get(known);
    if (name === undefined) {
      name = `shared:${this.#names.size}`;
      this.#names.set(known, name);
      this.shared.set(name, this.copy(rest));
    }
    return { $ref: name, ...(fallback !== undefined && { default: fallback }) };
  }
}

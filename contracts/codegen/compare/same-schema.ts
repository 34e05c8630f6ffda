import { isObject, type Json, type JsonObject, stringIn } from '../document/json.ts';
import { canonical } from '../runtime/schema/equality.ts';
import { keywordTypes, type SchemaDocument } from './schema-document.ts';

const schemaArrays = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const schemaMaps = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const subschemas = new Set(
  'not if then else items contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties'.split(
    ' ',
  ),
);
const unordered = new Set(['allOf', 'anyOf', 'oneOf']);

/** What a keyword's meaning depends on beside its own value. */
const companions: Readonly<Record<string, readonly string[]>> = {
  additionalProperties: ['properties', 'patternProperties'],
  items: ['prefixItems'],
  contains: ['minContains', 'maxContains'],
  if: ['then', 'else'],
};

/**
 * Tells schemas that say the same, whatever their components are called and in whichever order keywords stand:
 * annotations do not count. Cycles are taken to be equal until a difference is found (coinduction).
 */
export class SameSchema {
  readonly #left: SchemaDocument;
  readonly #right: SchemaDocument;
  readonly #verdicts = new WeakMap<object, WeakMap<object, boolean>>();
  #assumed: [WeakMap<object, boolean>, object][] = [];
  #depth = 0;

  constructor(left: SchemaDocument, right: SchemaDocument) {
    this.#left = left;
    this.#right = right;
  }

  same(left: Json, right: Json): boolean {
    const a = this.#left.deref(left);
    const b = this.#right.deref(right);
    if (!isObject(a) || !isObject(b)) return trivial(a) !== undefined && trivial(a) === trivial(b);
    const known = this.#verdicts.get(a)?.get(b);
    if (known !== undefined) return known;
    const row = this.#verdicts.get(a) ?? new WeakMap<object, boolean>();
    this.#verdicts.set(a, row);
    row.set(b, true);
    this.#depth += 1;
    const mark = this.#assumed.length;
    this.#assumed.push([row, b]);
    const verdict = this.#sameKeywords(a, b);
    this.#depth -= 1;
    if (!verdict) {
      // What was concluded from this assumption is forgotten, since the assumption was wrong.
      for (const [map, key] of this.#assumed.splice(mark)) map.delete(key);
      row.set(b, false);
    }
    if (this.#depth === 0) this.#assumed = [];
    return verdict;
  }

  /** Whether a keyword says the same in both schemas, with what its meaning depends on. */
  sameKeyword(left: JsonObject, right: JsonObject, keyword: string): boolean {
    if (keyword.startsWith('unevaluated')) return false;
    for (const companion of companions[keyword] ?? []) {
      const a = left[companion];
      const b = right[companion];
      if (a === undefined && b === undefined) continue;
      if (keyword === 'additionalProperties') {
        if (names(a) !== names(b)) return false;
      } else if (keyword === 'items') {
        if ((Array.isArray(a) ? a.length : 0) !== (Array.isArray(b) ? b.length : 0)) return false;
      } else if (!this.#sameValue(companion, a ?? true, b ?? true)) return false;
    }
    return this.#sameValue(keyword, left[keyword] ?? null, right[keyword] ?? null);
  }

  #sameKeywords(left: JsonObject, right: JsonObject): boolean {
    const keys = Object.keys(left).filter(key => keywordTypes.has(key));
    if (keys.length !== Object.keys(right).filter(key => keywordTypes.has(key)).length) return false;
    const cheapFirst = keys.sort((a, b) => Number(nests(a)) - Number(nests(b)));
    return cheapFirst.every(key => {
      const other = right[key];
      return other !== undefined && this.#sameValue(key, left[key] ?? null, other);
    });
  }

  #sameValue(keyword: string, left: Json, right: Json): boolean {
    if (keyword === '$ref') {
      const a = stringIn({ ref: left }, 'ref');
      const b = stringIn({ ref: right }, 'ref');
      const from = a === undefined ? undefined : this.#left.resolve(a);
      const to = b === undefined ? undefined : this.#right.resolve(b);
      return from !== undefined && to !== undefined && this.same(from, to);
    }
    if (subschemas.has(keyword)) return this.same(left, right);
    if (schemaArrays.has(keyword) && Array.isArray(left) && Array.isArray(right)) {
      return left.length === right.length && this.#sameBranches(left, right, unordered.has(keyword));
    }
    if (schemaMaps.has(keyword) && isObject(left) && isObject(right)) {
      const keys = Object.keys(left);
      if (keys.length !== Object.keys(right).length) return false;
      return keys.every(key => {
        const other = Object.hasOwn(right, key) ? right[key] : undefined;
        return other !== undefined && this.same(left[key] ?? null, other);
      });
    }
    return canonical(sorted(keyword, left)) === canonical(sorted(keyword, right));
  }

  #sameBranches(left: Json[], right: Json[], anyOrder: boolean): boolean {
    if (left.every((branch, index) => this.same(branch, right[index] ?? null))) return true;
    if (!anyOrder || left.length > 64) return false;
    const free = [...right];
    return left.every(branch => {
      const at = free.findIndex(other => this.same(branch, other));
      if (at !== -1) free.splice(at, 1);
      return at !== -1;
    });
  }
}

function trivial(schema: Json): boolean | undefined {
  if (typeof schema === 'boolean') return schema;
  return isObject(schema) && !Object.keys(schema).some(key => keywordTypes.has(key)) ? true : undefined;
}

function nests(keyword: string): boolean {
  return keyword === '$ref' || schemaArrays.has(keyword) || schemaMaps.has(keyword) || subschemas.has(keyword);
}

function names(value: Json | undefined): string {
  return isObject(value) ? JSON.stringify(Object.keys(value).sort()) : '[]';
}

function sorted(keyword: string, value: Json): Json {
  if (keyword === 'type' && typeof value === 'string') return [value];
  if (!Array.isArray(value) || !['type', 'enum', 'required'].includes(keyword)) return value;
  return [...value].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}

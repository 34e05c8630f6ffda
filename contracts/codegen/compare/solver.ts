import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { canonical } from '../runtime/schema/equality.ts';
import { solveArray } from './array.ts';
import { isValid } from './evaluate.ts';
import { type Alternatives, expand } from './expand.ts';
import {
  firstOf,
  type Item,
  type KeywordItem,
  none,
  type Outcome,
  type SchemaItem,
  type Search,
  unknown,
} from './item.ts';
import { solveNumber } from './number.ts';
import { isImpossible, solveObject } from './object.ts';
import { ObjectFacts } from './object-facts.ts';
import { SameSchema } from './same-schema.ts';
import { type InstanceType, keywordTypes, type SchemaDocument, typeOf } from './schema-document.ts';
import { solveString } from './string.ts';

const order: readonly InstanceType[] = ['string', 'number', 'boolean', 'null', 'object', 'array'];

/** A place of the search: what is still to be taken apart, what stands, and which alternatives are open. */
interface State {
  todo: Item[];
  facts: Item[];
  choices: Alternatives[];
  schemas: SchemaItem[];
  keywords: KeywordItem[];
}

/**
 * Searches an instance that satisfies some schemas and violates others: a tableau over the types of JSON. `none` is a
 * proof that there is no such instance; what cannot be decided is `unknown`. A demand that comes back inside itself is
 * taken to have no instance, since the smallest one that it had would hold a smaller one.
 */
export class Solver implements Search {
  readonly closed: SchemaDocument | undefined;
  #steps: number;
  readonly #limit: number;
  readonly #known = new Map<string, Outcome>();
  readonly #open = new Map<string, number>();
  /** Questions that have no instance if the open question at that level has none. */
  readonly #provisional = new Map<string, number>();
  #reached = Infinity;
  readonly #ids = new Map<unknown, number>();
  readonly #equalities = new Map<SchemaDocument, Map<SchemaDocument, SameSchema>>();

  constructor(options: { closed?: SchemaDocument | undefined; steps: number }) {
    this.closed = options.closed;
    this.#limit = options.steps;
    this.#steps = options.steps;
  }

  /** A question of its own: it has all the steps that one question may take. */
  ask(items: readonly SchemaItem[]): Outcome {
    this.#steps = this.#limit;
    return this.solve(items);
  }

  solve(items: readonly SchemaItem[]): Outcome {
    const key = this.#key(items);
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#opposite(items)) return none;
    const resting = this.#open.get(key) ?? this.#provisional.get(key);
    if (resting !== undefined) {
      this.#reached = Math.min(this.#reached, resting);
      return none;
    }
    const level = this.#open.size;
    const outer = this.#reached;
    this.#reached = Infinity;
    this.#open.set(key, level);
    const outcome = firstOf(order.map(type => () => this.#ofType(type, items)));
    this.#open.delete(key);
    this.#settle(key, level, outcome);
    this.#reached = Math.min(outer, this.#reached >= level ? Infinity : this.#reached);
    return outcome;
  }

  #opposite(items: readonly SchemaItem[]): boolean {
    return items.some(
      held =>
        held.positive &&
        items.some(denied => !denied.positive && this.same(held.document, held.schema, denied.document, denied.schema)),
    );
  }

  /** Remembers an outcome. One that rests on a question that is still open stands as long as that one does. */
  #settle(key: string, level: number, outcome: Outcome): void {
    const rests = this.#reached < level;
    for (const [other, depth] of this.#provisional) {
      if (depth < level) continue;
      this.#provisional.delete(other);
      if (outcome.kind !== 'none') continue;
      if (rests) this.#provisional.set(other, this.#reached);
      else this.#known.set(other, none);
    }
    if (outcome.kind === 'none' && rests) this.#provisional.set(key, this.#reached);
    else if (outcome.kind !== 'unknown' || this.#steps > 0) this.#known.set(key, outcome);
  }

  /** Whether two schemas say the same. */
  same(left: SchemaDocument, one: Json, right: SchemaDocument, other: Json): boolean {
    return this.#equality(left, right).same(one, other);
  }

  /** Whether a keyword says the same in two schemas. */
  sameKeyword(
    left: SchemaDocument,
    one: JsonObject,
    right: SchemaDocument,
    other: JsonObject,
    keyword: string,
  ): boolean {
    return this.#equality(left, right).sameKeyword(one, other, keyword);
  }

  #ofType(type: InstanceType, items: readonly SchemaItem[]): Outcome {
    if (type === 'null') return this.#among([null], items);
    if (type === 'boolean') return this.#among([true, false], items);
    return this.#explore(type, items, { todo: [...items], facts: [], choices: [], schemas: [], keywords: [] });
  }

  #among(values: readonly Json[], items: readonly SchemaItem[]): Outcome {
    const found = values.find(value =>
      items.every(item => isValid(item.document, item.schema, value) === item.positive),
    );
    return found === undefined ? none : { kind: 'some', instance: found };
  }

  #explore(type: InstanceType, items: readonly SchemaItem[], state: State): Outcome {
    this.#steps -= 1;
    if (this.#steps < 0) return unknown('there are too many cases to look at');
    if (!this.#saturate(type, state)) return none;
    const values = finite(state.facts);
    if (values)
      return this.#among(
        values.filter(value => typeOf(value) === type),
        items,
      );
    const choice = state.choices.reduce<Alternatives | undefined>(
      (least, next) => (least && least.length <= next.length ? least : next),
      undefined,
    );
    if (choice) {
      const rest = state.choices.filter(other => other !== choice);
      const object = type === 'object' ? new ObjectFacts(state.facts, this.closed) : undefined;
      const follow = (way: readonly Item[]) => () => this.#explore(type, items, this.#copy(state, way, rest));
      if (!object) return firstOf(choice.map(follow));
      // Nothing that is chosen makes possible what is impossible already.
      if (isImpossible(object, this)) return none;
      const ways = choice.map(way => ({ way, wants: wantedMembers(way, object) }));
      const rank = ({ wants }: (typeof ways)[number]): number => (wants.every(want => this.#finds(want)) ? 0 : 1);
      // What is known to lead somewhere goes first: a contract's schemas lead to each other in circles.
      const ordered = ways.length > 1 ? ways.sort((left, right) => rank(left) - rank(right)) : ways;
      return firstOf(
        ordered.map(({ way, wants }) => () => {
          // Each member that a way wants is asked for before the way is followed.
          return wants.some(want => this.solve(want).kind === 'none') ? none : follow(way)();
        }),
      );
    }
    if (type === 'number') return solveNumber(state.facts);
    if (type === 'string') return solveString(state.facts);
    return type === 'array' ? solveArray(state.facts, this) : solveObject(state.facts, this);
  }

  /** Whether it is known, or seen at once, that an instance satisfies these. */
  #finds(items: readonly SchemaItem[]): boolean {
    const known = this.#known.get(this.#key(items));
    if (known) return known.kind === 'some';
    return items.every(isFlat) && this.solve(items).kind === 'some';
  }

  #copy({ facts, schemas, keywords }: State, todo: readonly Item[], choices: readonly Alternatives[]): State {
    return {
      todo: [...todo],
      facts: [...facts],
      choices: [...choices],
      schemas: [...schemas],
      keywords: [...keywords],
    };
  }

  /** Takes apart what can be without a choice; false where that contradicts itself. */
  #saturate(type: InstanceType, state: State): boolean {
    for (;;) {
      for (let item = state.todo.pop(); item; item = state.todo.pop()) {
        if (this.#repeats(item, state)) continue;
        if (this.#contradicts(item, state)) return false;
        if (item.kind === 'schema') state.schemas.push(item);
        if (item.kind === 'keyword') state.keywords.push(item);
        const expansion = expand(item, type);
        if (expansion.kind === 'closed') return false;
        if (expansion.kind === 'all') state.todo.push(...expansion.items);
        else if (expansion.kind === 'some') state.choices.push(...expansion.choices);
        else state.facts.push(item);
      }
      const open: Alternatives[] = [];
      for (const choice of state.choices) {
        const left = choice.filter(way => !way.some(item => this.#refuted(item, type, state)));
        const [only] = left;
        if (!only) return false;
        if (left.length === 1) state.todo.push(...only);
        else open.push(left);
      }
      state.choices = open;
      if (state.todo.length === 0) return true;
    }
  }

  #refuted(item: Item, type: InstanceType, state: State): boolean {
    if (this.#contradicts(item, state)) return true;
    if (item.kind === 'keyword')
      return (
        !item.positive && (keywordTypes.get(item.keyword) ?? 'any') !== 'any' && keywordTypes.get(item.keyword) !== type
      );
    if (item.kind !== 'schema') return false;
    const schema = item.document.deref(item.schema);
    if (typeof schema === 'boolean') return schema !== item.positive;
    if (!item.positive || !isObject(schema) || schema.type === undefined) return false;
    const names = Array.isArray(schema.type) ? schema.type : [schema.type];
    return !names.includes(type) && !(type === 'number' && names.includes('integer'));
  }

  #repeats(item: Item, { schemas, keywords }: State): boolean {
    if (item.kind === 'schema') {
      return schemas.some(
        other => other.schema === item.schema && other.positive === item.positive && other.document === item.document,
      );
    }
    if (item.kind !== 'keyword') return false;
    return keywords.some(
      other => other.schema === item.schema && other.keyword === item.keyword && other.positive === item.positive,
    );
  }

  /** Whether something that says the same is known of the instance with the other sign. */
  #contradicts(item: Item, { schemas, keywords, facts }: State): boolean {
    if (item.kind === 'schema') {
      return schemas.some(other => {
        if (other.positive === item.positive) return false;
        const [held, denied] = other.positive ? [other, item] : [item, other];
        return this.same(held.document, held.schema, denied.document, denied.schema);
      });
    }
    if (item.kind === 'keyword') {
      return keywords.some(other => {
        if (other.positive === item.positive || other.keyword !== item.keyword) return false;
        const [held, denied] = other.positive ? [other, item] : [item, other];
        return this.#equality(held.document, denied.document).sameKeyword(held.schema, denied.schema, item.keyword);
      });
    }
    if (item.kind === 'member' && item.of?.positive === false && this.#holdsSame(item.key, item.of, keywords))
      return true;
    if (item.kind === 'absent') return facts.some(other => other.kind === 'member' && other.key === item.key);
    return item.kind === 'member' && facts.some(other => other.kind === 'absent' && other.key === item.key);
  }

  /** Whether a property that is known of says the same as what is denied. */
  #holdsSame(key: string, { document, schema }: SchemaItem, keywords: readonly KeywordItem[]): boolean {
    return keywords.some(other => {
      if (!other.positive || other.keyword !== 'properties') return false;
      const properties = other.schema.properties;
      const held = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
      return held !== undefined && this.same(other.document, held, document, schema);
    });
  }

  #equality(left: SchemaDocument, right: SchemaDocument): SameSchema {
    const row = this.#equalities.get(left) ?? new Map<SchemaDocument, SameSchema>();
    this.#equalities.set(left, row);
    const made = row.get(right) ?? new SameSchema(left, right);
    row.set(right, made);
    return made;
  }

  #key(items: readonly SchemaItem[]): string {
    const parts = items.map(
      ({ document, schema, positive }) =>
        `${positive ? '+' : '-'}${this.#id(document)}.${this.#id(document.deref(schema))}`,
    );
    return [...new Set(parts)].sort().join(' ');
  }

  #id(value: unknown): number {
    const known = this.#ids.get(value) ?? this.#ids.size;
    this.#ids.set(value, known);
    return known;
  }
}

/** Whether a schema speaks of single values alone, so that it is soon solved. */
function isFlat({ document, schema }: SchemaItem): boolean {
  const target = document.deref(schema);
  return !isObject(target) || !Object.keys(target).some(keyword => nesting.has(keyword));
}

const nesting = new Set(
  `$ref $dynamicRef allOf anyOf oneOf not if properties patternProperties additionalProperties dependentSchemas
  prefixItems items contains propertyNames unevaluatedItems unevaluatedProperties`.split(/\s+/),
);

/** What is demanded of each member that a way wants of an object; of one that is not allowed, what nothing is. */
function wantedMembers(way: readonly Item[], object: ObjectFacts): SchemaItem[][] {
  return way.flatMap(item => {
    if (item.kind !== 'member' || !item.of) return [];
    if (!object.allows(item.key)) return [[{ ...item.of, schema: false, positive: true }]];
    return [[...object.applied(item.key), ...(object.present.get(item.key) ?? []), item.of]];
  });
}

/** The only values that the facts leave, where an `enum` or `const` is among them. */
function finite(facts: readonly Item[]): Json[] | undefined {
  let values: Json[] | undefined;
  for (const item of facts) {
    if (item.kind !== 'keyword' || !item.positive || !['enum', 'const'].includes(item.keyword)) continue;
    const given = item.schema[item.keyword] ?? null;
    const own = item.keyword === 'const' ? [given] : Array.isArray(given) ? given : [];
    const texts = new Set(own.map(canonical));
    values = (values ?? own).filter(value => texts.has(canonical(value)));
  }
  return values;
}

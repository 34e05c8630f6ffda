import type { Json, JsonObject } from '../document/json.ts';
import { canonical } from '../runtime/schema/equality.ts';
import {
  firstOf,
  type Item,
  keywordItems,
  none,
  type Outcome,
  type SchemaItem,
  type Search,
  schemaItem,
  some,
  unknown,
} from './item.ts';
import { ObjectFacts, type SomeKey } from './object-facts.ts';

const maxPatterns = 4;

/** An object that satisfies all facts: what must be there is solved key by key, what may be anywhere is tried. */
export function solveObject(facts: readonly Item[], search: Search): Outcome {
  const doubtful = facts.find(item => item.kind === 'keyword' && !item.positive && item.keyword.startsWith('$'));
  if (doubtful) return unknown('a reference leads nowhere');
  return new ObjectSearch(new ObjectFacts(facts, search.closed), facts, search).run();
}

/** Whether no object is as the facts say, as far as the members show that must be there. */
export function isImpossible(facts: ObjectFacts, search: Search): boolean {
  const { present, absent, least, most } = facts;
  if (least > most || present.size > most) return true;
  for (const key of present.keys()) if (absent.has(key) || !facts.allows(key)) return true;
  for (const [key, held] of present) {
    if (held.length > 0 && search.solve([...facts.applied(key), ...held]).kind === 'none') return true;
  }
  return false;
}

type Members = ReadonlyMap<string, readonly SchemaItem[]>;

class ObjectSearch {
  readonly #facts: ObjectFacts;
  readonly #items: readonly Item[];
  readonly #search: Search;

  constructor(facts: ObjectFacts, items: readonly Item[], search: Search) {
    this.#facts = facts;
    this.#items = items;
    this.#search = search;
  }

  run(): Outcome {
    return isImpossible(this.#facts, this.#search) ? none : this.#place(this.#facts.demands, this.#facts.present);
  }

  /** Finds a key for each demand: one that is named, one that was made for another demand, or a new one. */
  #place(demands: readonly SomeKey[], members: Members): Outcome {
    const [demand, ...rest] = demands;
    if (!demand) return this.#fill(members);
    const known = new Set([...this.#facts.named, ...members.keys()]);
    const fitting = [...known].filter(key => demand.may(key) && this.#facts.allows(key));
    const put = (key: string): Outcome => {
      const held = [...(members.get(key) ?? []), ...(demand.holds ? [demand.holds] : [])];
      if (this.#search.solve([...this.#facts.applied(key), ...held]).kind === 'none') return none;
      return this.#place(rest, new Map([...members, [key, held]]));
    };
    return firstOf([...fitting.map(key => () => put(key)), () => this.#withNewKey(demand, members, known, put)]);
  }

  /** Tries a new key of each kind: keys are of a kind if the same patterns match them. */
  #withNewKey(demand: SomeKey, members: Members, known: ReadonlySet<string>, put: (key: string) => Outcome): Outcome {
    if (!this.#facts.open || members.size >= this.#facts.most) return none;
    const { patterns } = this.#facts;
    if (patterns.length > maxPatterns) return unknown('there are too many patterns of keys');
    const regions = Array.from({ length: 2 ** patterns.length }, (_, index) => index);
    return firstOf(
      regions.map(region => () => {
        const matching = patterns.filter((_, index) => region & (1 << index));
        const holds = demand.holds ? [demand.holds] : [];
        if (this.#search.solve([...this.#facts.appliedToOthers(matching), ...holds]).kind === 'none') return none;
        const name = this.#newName(demand, region, known);
        if (name.kind !== 'some') return name;
        const key = String(name.instance);
        return demand.may(key) && this.#facts.allows(key) ? put(key) : none;
      }),
    );
  }

  #newName(demand: SomeKey, region: number, known: ReadonlySet<string>): Outcome {
    const { patterns, nameSchemas } = this.#facts;
    const [own] = nameSchemas;
    const document = own?.document ?? demand.name[0]?.document ?? demand.holds?.document ?? this.#anyDocument();
    if (!document) return none;
    if (patterns.length === 0 && nameSchemas.length === 0 && demand.name.length === 0) return some(unusedName(known));
    const wanted: Json[] = patterns.map((pattern, index) =>
      region & (1 << index) ? { pattern } : { not: { pattern } },
    );
    const name: Json = { type: 'string', allOf: wanted, not: { enum: [...known] } };
    return this.#search.solve([schemaItem(document, name, true), ...nameSchemas, ...demand.name]);
  }

  #anyDocument(): SchemaItem['document'] | undefined {
    const item = this.#items.find(other => other.kind === 'keyword');
    return item?.kind === 'keyword' ? item.document : undefined;
  }

  /** Solves every member that must be there, then adds what `minProperties` asks for. */
  #fill(members: Members): Outcome {
    if (members.size > this.#facts.most) return none;
    const instance: JsonObject = {};
    let doubt: Outcome | undefined;
    for (const [key, held] of members) {
      const outcome = this.#search.solve([...this.#facts.applied(key), ...held]);
      if (outcome.kind === 'none') return none;
      if (outcome.kind === 'unknown') doubt = outcome;
      else set(instance, key, outcome.instance);
    }
    if (doubt) return doubt;
    return this.#enough(instance, members);
  }

  #enough(instance: JsonObject, members: Members): Outcome {
    let doubt: Outcome | undefined;
    const spare = [...this.#facts.named].filter(key => !members.has(key) && this.#facts.allows(key));
    const add = (key: string): boolean => {
      const outcome = this.#search.solve(this.#facts.applied(key));
      if (outcome.kind === 'unknown') doubt = outcome;
      if (outcome.kind !== 'some') return false;
      set(instance, key, outcome.instance);
      return true;
    };
    for (const key of spare) {
      if (Object.keys(instance).length >= this.#facts.least && !this.#excluded(instance)) return some(instance);
      if (Object.keys(instance).length < this.#facts.most) add(key);
    }
    const anything: SomeKey = { may: () => true, name: [], holds: undefined };
    const regions = this.#facts.open ? 2 ** Math.min(this.#facts.patterns.length, maxPatterns) : 0;
    for (let region = 0; region < regions; region += 1) {
      for (;;) {
        const size = Object.keys(instance).length;
        if (size >= this.#facts.least && !this.#excluded(instance)) return some(instance);
        if (size >= this.#facts.most || size > 2000) break;
        const name = this.#newName(anything, region, new Set([...this.#facts.named, ...Object.keys(instance)]));
        if (name.kind === 'unknown') doubt = name;
        if (name.kind !== 'some' || !this.#facts.allows(String(name.instance)) || !add(String(name.instance))) break;
      }
    }
    if (Object.keys(instance).length >= this.#facts.least && !this.#excluded(instance)) return some(instance);
    if (doubt) return doubt;
    if (this.#excluded(instance)) return unknown('only objects that an enum excludes were found');
    return this.#facts.nameSchemas.length > 0 || this.#facts.patterns.length > 0
      ? unknown('not enough keys were found')
      : none;
  }

  #excluded(instance: JsonObject): boolean {
    const text = canonical(instance);
    return ['enum', 'const'].some(keyword =>
      keywordItems(this.#items, keyword, false).some(({ schema }) => {
        const given = schema[keyword] ?? null;
        const values = keyword === 'const' ? [given] : Array.isArray(given) ? given : [];
        return values.some(value => canonical(value) === text);
      }),
    );
  }
}

function set(instance: JsonObject, key: string, value: Json): void {
  Object.defineProperty(instance, key, { value, enumerable: true, configurable: true, writable: true });
}

function unusedName(known: ReadonlySet<string>): string {
  for (let index = 1; ; index += 1) {
    const name = `other${index}`;
    if (!known.has(name)) return name;
  }
}

import { isObject, type Json, refOf } from '../document/json.ts';
import { Part } from './contract-version.ts';
import { isSchemaObject, keys, type SchemaFact, schemaFactRules } from './schema-facts.ts';
import { type Note, noteRules } from './schema-notes.ts';
import type { Unchanged } from './unchanged.ts';

/** Two versions of one schema, with what changed in it and the pairs below that changed, too. */
export interface SchemaPair {
  before: Part;
  after: Part;
  facts: SchemaFact[];
  notes: Note[];
  below: { pair: SchemaPair; property: boolean }[];
}

/** Finds which schemas of two versions belong together and what changed in each; every pair is looked at once. */
export class SchemaGraph {
  readonly #unchanged: Unchanged;
  readonly #same: (before: Json, after: Json) => boolean;
  readonly #pairs = new Map<Json, Map<Json, SchemaPair>>();

  constructor(unchanged: Unchanged, same: (before: Json, after: Json) => boolean) {
    this.#unchanged = unchanged;
    this.#same = same;
  }

  /** The pair of two schemas; undefined where both are written alike with all that they lead to. */
  pair(first: Part, second: Part): SchemaPair | undefined {
    // What stands beside a reference in one version alone is compared with nothing, not with what is referred to.
    const areReferences = refOf(first.value) !== undefined && refOf(second.value) !== undefined;
    const areAlone = first.schema() !== first && second.schema() !== second;
    const [before, after] = areReferences && !areAlone ? [first, second] : [first.schema(), second.schema()];
    if (this.#unchanged.is(before.value, after.value)) return undefined;
    const row = this.#pairs.get(before.value) ?? new Map<Json, SchemaPair>();
    this.#pairs.set(before.value, row);
    const known = isObject(after.value) ? row.get(after.value) : undefined;
    if (known) return known;
    const pair: SchemaPair = { before, after, facts: [], notes: [], below: [] };
    row.set(after.value, pair);
    if (isSchemaObject(before.value) && isSchemaObject(after.value)) {
      const facts = schemaFactRules.flatMap(rule => rule(before, after));
      const retyped = facts.some(({ kind }) => kind === 'type-changed');
      // Where the type is another one, what was said of values of the old one is no change of its own.
      pair.facts = retyped ? facts.filter(({ kind }) => !kind.includes('format') && kind !== 'pattern-removed') : facts;
      pair.notes = noteRules.flatMap(rule => rule(before, after));
      if (!retyped) this.#below(pair);
    }
    return pair;
  }

  #below(pair: SchemaPair): void {
    const { before, after } = pair;
    const add = (first: Part | undefined, second: Part | undefined, property: boolean): void => {
      const found = first && second && this.pair(first, second);
      if (found) pair.below.push({ pair: found, property });
    };
    for (const map of ['properties', 'patternProperties']) {
      for (const key of keys(before.value, map)) {
        add(before.raw(map)?.raw(key), after.raw(map)?.raw(key), true);
      }
    }
    for (const key of ['items', 'additionalProperties']) {
      const first = before.raw(key);
      const second = after.raw(key);
      if (isObject(first?.value) && isObject(second?.value)) add(first, second, true);
    }
    const tuple = before.raw('prefixItems')?.parts() ?? [];
    for (const [index] of tuple) {
      add(before.raw('prefixItems')?.raw(Number(index)), after.raw('prefixItems')?.raw(Number(index)), true);
    }
    if (refOf(before.value) !== undefined && refOf(after.value) !== undefined)
      add(before.target(), after.target(), false);
    for (const key of ['allOf', 'anyOf', 'oneOf']) this.#branches(pair, key, add);
  }

  #branches(pair: SchemaPair, key: string, add: (first: Part, second: Part, property: boolean) => void): void {
    const list = (part: Part): Part[] => {
      const branches = part.raw(key);
      if (!Array.isArray(branches?.value)) return [];
      return branches.value.map((value, index) => new Part(part.contract, value, [...branches.path, index]));
    };
    const from = list(pair.before);
    const to = list(pair.after);
    const match = (fits: (first: Part, second: Part) => boolean): void => {
      for (const first of [...from]) {
        const second = to.find(candidate => fits(first, candidate));
        if (!second) continue;
        from.splice(from.indexOf(first), 1);
        to.splice(to.indexOf(second), 1);
        add(first, second, false);
      }
    };
    match((first, second) => refOf(first.value) !== undefined && refOf(first.value) === refOf(second.value));
    match((first, second) => this.#same(first.value, second.value));
    if (from.length === to.length) match(() => true);
    const name = { allOf: 'all-of', anyOf: 'any-of', oneOf: 'one-of' }[key] ?? key;
    for (const branch of from) {
      const effect = key === 'allOf' ? 'widened' : key === 'anyOf' ? 'narrowed' : 'changed';
      pair.facts.push({
        kind: `${name}-removed`,
        effect,
        text: `${describeBranch(branch)} removed from ${key}`,
        before: branch,
        after: pair.after,
      });
    }
    for (const branch of to) {
      const effect = key === 'allOf' ? 'narrowed' : key === 'anyOf' ? 'widened' : 'changed';
      pair.facts.push({
        kind: `${name}-added`,
        effect,
        text: `${describeBranch(branch)} added to ${key}`,
        before: pair.before,
        after: branch,
      });
    }
  }
}

function describeBranch(branch: Part): string {
  const ref = refOf(branch.value);
  return ref === undefined ? 'a schema' : ref.slice(ref.lastIndexOf('/') + 1);
}

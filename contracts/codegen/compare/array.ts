import type { Json } from '../document/json.ts';
import { canonical } from '../runtime/schema/equality.ts';
import {
  firstOf,
  type Item,
  keywordItems,
  none,
  numbersOf,
  type Outcome,
  type SchemaItem,
  type Search,
  schemaItem,
  some,
  unknown,
} from './item.ts';

/** A demand that some item, from a position on, is as a schema says. */
interface SomePosition {
  from: number;
  of: SchemaItem;
  /** Demands of one `contains` want items of their own. */
  group: number;
}

type Positions = ReadonlyMap<number, { items: readonly SchemaItem[]; groups: readonly number[] }>;

const longest = 5000;

/** An array that satisfies all facts: positions of tuples are distinguished, all after them are alike. */
export function solveArray(facts: readonly Item[], search: Search): Outcome {
  const doubtful = facts.find(item => item.kind === 'keyword' && !item.positive && item.keyword.startsWith('$'));
  if (doubtful) return unknown('a reference leads nowhere');
  return new ArraySearch(facts, search).run();
}

class ArraySearch {
  readonly #facts: readonly Item[];
  readonly #search: Search;
  readonly #least: number;
  readonly #prefix: number;
  readonly #everywhere: SchemaItem[] = [];
  readonly #demands: SomePosition[] = [];
  #most: number;
  #doubt: string | undefined;

  constructor(facts: readonly Item[], search: Search) {
    this.#facts = facts;
    this.#search = search;
    const least = [
      ...numbersOf(facts, 'minItems', true),
      ...numbersOf(facts, 'maxItems', false).map(at => Math.floor(at) + 1),
    ];
    const most = [
      ...numbersOf(facts, 'maxItems', true),
      ...numbersOf(facts, 'minItems', false).map(at => Math.ceil(at) - 1),
    ];
    const repeated = keywordItems(facts, 'uniqueItems', false).some(({ schema }) => schema.uniqueItems === true);
    this.#least = Math.max(0, repeated ? 2 : 0, ...least);
    this.#most = Math.min(Infinity, ...most);
    const lengths = facts.map(item => (item.kind === 'position' ? item.index + 1 : tupleLength(item)));
    this.#prefix = Math.max(0, ...lengths);
    for (const item of keywordItems(facts, 'items', false)) {
      const of = schemaItem(item.document, item.schema.items ?? true, false);
      this.#demands.push({ from: tupleLength(item), of, group: -1 });
    }
    for (const item of [...keywordItems(facts, 'contains', true), ...keywordItems(facts, 'contains', false)])
      this.#contains(item);
  }

  run(): Outcome {
    if (keywordItems(this.#facts, 'uniqueItems', false).some(({ schema }) => schema.uniqueItems !== true)) return none;
    const positions = new Map<number, { items: SchemaItem[]; groups: number[] }>();
    for (const item of this.#facts) {
      if (item.kind !== 'position') continue;
      const held = positions.get(item.index) ?? { items: [], groups: [] };
      positions.set(item.index, { items: [...held.items, item.of], groups: held.groups });
    }
    if (this.#least > this.#most) return none;
    const outcome = this.#place(this.#demands, positions);
    return outcome.kind === 'none' && this.#doubt ? unknown(this.#doubt) : outcome;
  }

  /** What a `contains` with its counts comes to: items that must be there, or that none is. */
  #contains({ document, schema, positive }: Extract<Item, { kind: 'keyword' }>): void {
    const of = schemaItem(document, schema.contains ?? true, true);
    const least = typeof schema.minContains === 'number' ? Math.ceil(schema.minContains) : 1;
    const most = typeof schema.maxContains === 'number' ? Math.floor(schema.maxContains) : undefined;
    if (positive) {
      if (most !== undefined && most === 0) this.#everywhere.push({ ...of, positive: false });
      for (let count = 0; count < Math.min(least, 20); count += 1) {
        this.#demands.push({ from: 0, of, group: this.#demands.length - count });
      }
    } else if (most === undefined && least === 1) this.#everywhere.push({ ...of, positive: false });
    else if (most === undefined && least === 0) this.#most = -1;
    else if (most !== undefined && least === 0 && most < 20) {
      for (let count = 0; count <= most; count += 1) {
        this.#demands.push({ from: 0, of, group: this.#demands.length - count });
      }
    } else this.#doubt = 'how many items a contains counts was not looked at';
  }

  #applied(index: number): SchemaItem[] {
    const items = [...this.#everywhere];
    for (const { document, schema } of keywordItems(this.#facts, 'prefixItems', true)) {
      const schemas = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
      if (index < schemas.length) items.push(schemaItem(document, schemas[index] ?? true, true));
    }
    for (const item of keywordItems(this.#facts, 'items', true)) {
      if (index >= tupleLength(item)) items.push(schemaItem(item.document, item.schema.items ?? true, true));
    }
    return items;
  }

  #place(demands: readonly SomePosition[], positions: Positions): Outcome {
    const [demand, ...rest] = demands;
    if (!demand) return this.#fill(positions);
    const behind = [...positions.keys()].filter(index => index >= this.#prefix);
    const next = Math.max(this.#prefix, ...behind.map(index => index + 1));
    const open = Array.from({ length: this.#prefix }, (_, index) => index);
    const choices = [...open, ...behind, next].filter(index => index >= demand.from && index < this.#most);
    return firstOf(
      choices.map(index => () => {
        const held = positions.get(index) ?? { items: [], groups: [] };
        if (demand.group >= 0 && held.groups.includes(demand.group)) return none;
        const items = [...held.items, demand.of];
        if (this.#search.solve([...this.#applied(index), ...items]).kind === 'none') return none;
        return this.#place(rest, new Map([...positions, [index, { items, groups: [...held.groups, demand.group] }]]));
      }),
    );
  }

  #fill(positions: Positions): Outcome {
    const length = Math.max(this.#least, ...[...positions.keys()].map(index => index + 1));
    if (length > this.#most) return none;
    if (length > longest) return unknown('only arrays that are very long are left');
    const unique = keywordItems(this.#facts, 'uniqueItems', true).some(({ schema }) => schema.uniqueItems === true);
    const array: Json[] = [];
    let doubt: Outcome | undefined;
    for (let index = 0; index < length; index += 1) {
      const items = [...this.#applied(index), ...(positions.get(index)?.items ?? [])];
      const outcome = this.#search.solve(items);
      if (outcome.kind === 'none') return none;
      if (outcome.kind === 'unknown') doubt = outcome;
      else array.push(unique ? this.#another(items, outcome.instance, array) : outcome.instance);
    }
    if (doubt) return doubt;
    if (unique && new Set(array.map(canonical)).size !== array.length)
      return unknown('no items that all differ were found');
    return this.#repeat(array, positions);
  }

  /** An item that differs from those before it, where one is found. */
  #another(items: readonly SchemaItem[], first: Json, before: readonly Json[]): Json {
    const [some] = items;
    if (!before.some(value => canonical(value) === canonical(first))) return first;
    const document = some?.document ?? this.#anyDocument();
    if (!document) return first;
    const outcome = this.#search.solve([...items, schemaItem(document, { enum: [...before] }, false)]);
    return outcome.kind === 'some' ? outcome.instance : first;
  }

  #anyDocument(): SchemaItem['document'] | undefined {
    const item = this.#facts.find(other => other.kind === 'keyword');
    return item?.kind === 'keyword' ? item.document : undefined;
  }

  /** Makes two items equal where the array must not be unique, and passes over what an enum excludes. */
  #repeat(array: Json[], positions: Positions): Outcome {
    if (
      keywordItems(this.#facts, 'uniqueItems', false).length > 0 &&
      new Set(array.map(canonical)).size === array.length
    ) {
      return firstOf(
        array.flatMap((_, left) =>
          array.slice(left + 1).map((_, at) => () => {
            const right = left + 1 + at;
            const both = [left, right].flatMap(index => [
              ...this.#applied(index),
              ...(positions.get(index)?.items ?? []),
            ]);
            const outcome = this.#search.solve(both);
            if (outcome.kind !== 'some') return outcome;
            const copy = [...array];
            copy[left] = outcome.instance;
            copy[right] = outcome.instance;
            return some(copy);
          }),
        ),
      );
    }
    const text = canonical(array);
    const excluded = ['enum', 'const'].some(keyword =>
      keywordItems(this.#facts, keyword, false).some(({ schema }) => {
        const given = schema[keyword] ?? null;
        const values = keyword === 'const' ? [given] : Array.isArray(given) ? given : [];
        return values.some(value => canonical(value) === text);
      }),
    );
    if (!excluded) return some(array);
    if (array.length + 1 > this.#most) return array.length === 0 ? none : unknown('an enum excludes what was found');
    const longer = this.#search.solve(this.#applied(array.length));
    if (longer.kind === 'some') return some([...array, longer.instance]);
    return array.length === 0 ? longer : unknown('an enum excludes what was found');
  }
}

function tupleLength(item: Item): number {
  if (item.kind !== 'keyword' || !['prefixItems', 'items'].includes(item.keyword)) return 0;
  return Array.isArray(item.schema.prefixItems) ? item.schema.prefixItems.length : 0;
}

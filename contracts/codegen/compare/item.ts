import type { Json, JsonObject } from '../document/json.ts';
import type { SchemaDocument } from './schema-document.ts';

/** A schema that an instance satisfies (`positive`) or does not. */
export interface SchemaItem {
  kind: 'schema';
  document: SchemaDocument;
  schema: Json;
  positive: boolean;
}

/** One keyword of a schema that an instance satisfies (`positive`) or does not. */
export interface KeywordItem {
  kind: 'keyword';
  document: SchemaDocument;
  schema: JsonObject;
  keyword: string;
  positive: boolean;
}

/** What is demanded of an instance while one is searched for. */
export type Item =
  | SchemaItem
  | KeywordItem
  /** The object has the key, and what it holds is as `of` says. */
  | { kind: 'member'; key: string; of: SchemaItem | undefined }
  | { kind: 'absent'; key: string }
  /** The array has an item there, and it is as `of` says. */
  | { kind: 'position'; index: number; of: SchemaItem }
  /** Some key that matches the pattern holds what `of` says. */
  | { kind: 'matching'; pattern: string; of: SchemaItem };

/** Whether something satisfies what is demanded: nothing does, this instance does, or that was not found out. */
export type Outcome = { kind: 'none' } | { kind: 'some'; instance: Json } | { kind: 'unknown'; reason: string };

export const none: Outcome = { kind: 'none' };

export function some(instance: Json): Outcome {
  return { kind: 'some', instance };
}

export function unknown(reason: string): Outcome {
  return { kind: 'unknown', reason };
}

/** The first instance that one of the attempts finds; unknown where one might have been missed. */
export function firstOf(attempts: Iterable<() => Outcome>): Outcome {
  let outcome = none;
  for (const attempt of attempts) {
    const found = attempt();
    if (found.kind === 'some') return found;
    if (found.kind === 'unknown') outcome = found;
  }
  return outcome;
}

export function schemaItem(document: SchemaDocument, schema: Json, positive: boolean): SchemaItem {
  return { kind: 'schema', document, schema, positive };
}

/** The value of a keyword that must be a number, of all items of that keyword and sign. */
export function numbersOf(items: readonly Item[], keyword: string, positive: boolean): number[] {
  return keywordItems(items, keyword, positive)
    .map(({ schema }) => schema[keyword])
    .filter(value => typeof value === 'number');
}

export function keywordItems(items: readonly Item[], keyword: string, positive: boolean): KeywordItem[] {
  return items.filter(
    (item): item is KeywordItem => item.kind === 'keyword' && item.keyword === keyword && item.positive === positive,
  );
}

/** What a leaf of the search may ask for. */
export interface Search {
  /** Whether one instance satisfies all of these. */
  solve(items: readonly SchemaItem[]): Outcome;
  /** The document whose objects hold no key that they do not declare; undefined where objects are open. */
  closed: SchemaDocument | undefined;
}

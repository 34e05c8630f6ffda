import type { Json, JsonObject } from '../../document/json.ts';
import type { Condition } from './condition.ts';
import type { Hoisted } from './hoisted.ts';

/** Where a schema stands: in the schema of an id, along a path. */
export interface SchemaPlace {
  readonly id: string;
  readonly path: readonly (string | number)[];
}

/** A value in the code of a predicate. */
export interface Value {
  /** The variable that holds it. */
  readonly v: string;
  /** The type that it is known to have. */
  readonly type?: 'object' | 'array' | undefined;
  /** What holds the value, and its key, as code; where a value is coerced, it is replaced there. */
  readonly holder?: string;
  readonly key?: string;
}

/** What writes the code of predicates. */
export interface Writer {
  readonly hoisted: Hoisted;
  readonly coerces: boolean;
  readonly fills: boolean;
  readonly schemas: ReadonlyMap<string, JsonObject | boolean>;
  /** A name for a variable. */
  variable(): string;
  /** Statements that return false for a value that is not valid. */
  statements(schema: Json, value: Value, place: SchemaPlace): string[];
  /** That a value is valid. */
  condition(schema: Json, value: Value, place: SchemaPlace): Condition;
  /** The same, left to the schema. */
  decision(value: Value, place: SchemaPlace): Condition;
}

export function below({ id, path }: SchemaPlace, ...steps: (string | number)[]): SchemaPlace {
  return { id, path: [...path, ...steps] };
}

/** A block of statements; nothing where there are none. */
export function block(head: string, statements: readonly string[]): string[] {
  if (statements.length === 0) return [];
  return statements.length === 1 ? [`${head} ${statements[0]}`] : [`${head} {`, ...statements, '}'];
}

/** A value that stands in another one. Only where values are coerced it matters where. */
export function inHolder({ coerces }: Writer, v: string, holder: string, key: string): Value {
  return coerces ? { v, holder, key } : { v };
}

/** The statement that reads a value into its variable: where it is coerced, it gets another. */
export function read({ coerces }: Writer, { v }: Value, code: string): string {
  return `${coerces ? 'let' : 'const'} ${v} = ${code};`;
}

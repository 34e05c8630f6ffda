import type { Evaluated } from './evaluated.ts';
import type { Place } from './place.ts';
import type { Schema, SchemaObject } from './schema.ts';

/** What a keyword sees of the evaluation that it is part of. */
export interface Evaluation {
  /** Whether so much is wrong already that more is of no use: whoever loops may end. */
  readonly isFull: boolean;
  /** How many errors there are. */
  readonly errorCount: number;
  /** Notes an error; always false, so that a keyword can return it. */
  fail(place: Place, keyword: string, message: string, params?: Readonly<Record<string, unknown>>): false;
  /** Applies a schema to a value. What it looks at is added to `seen`, where somebody asks. */
  apply(schema: Schema, place: Place, seen?: Evaluated): boolean;
  /** Whether texts become what a schema asks for. */
  readonly coerces: boolean;
  /**
   * Applies a schema that is one of several, or a condition: its errors stay until somebody discards them. Where it
   * does not hold, the value is as it was.
   */
  attempt(schema: Schema, place: Place, seen?: Evaluated): boolean;
  /** Forgets the errors after the first `count`. */
  discard(count: number): void;
  /** The schema of an id. */
  resolve(id: string): Schema;
}

/** Judges a value by one keyword of a schema. Called only for values of the keyword's type. */
export type Keyword = (
  evaluation: Evaluation,
  schema: SchemaObject,
  place: Place,
  seen: Evaluated | undefined,
) => boolean;

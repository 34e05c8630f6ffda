import type ts from 'typescript';
import type { MemberId } from './members.ts';

/**
 * How code uses a member: it reads a field; writes it into a value that goes out; passes a value on whose new type has
 * a member of the same name (`optional` there or not); calls an operation; handles, ignores or publishes an event;
 * shows it by its name in a text (a screen's `source`, a template); names a type; writes one of its values.
 */
export type UseKind =
  | 'reads'
  | 'writes'
  | 'passes'
  | 'calls'
  | 'handles'
  | 'ignores'
  | 'publishes'
  | 'shows'
  | 'names'
  | 'values';

/** One use of a member at a place. */
export interface Use {
  member: MemberId;
  kind: UseKind;
  /** Where, relative to the project; line and column count from 1. */
  file: string;
  line: number;
  column: number;
  /**
   * Of `passes`: whether what it becomes may lack it, and what it becomes where that is generated as well. Of `writes`:
   * whether the value may have more than is declared, as one that is spread or passed on may.
   */
  optional?: boolean;
  becomes?: MemberId;
  /** Of `passes`: the type that it becomes. */
  into?: ts.Type;
  /** Of `writes`: the type that is written. */
  from?: ts.Type;
  /** Of `values`: the value that stands there, as it is written in TypeScript. */
  value?: string;
  /** The expression, in code. */
  node?: ts.Node;
}

/** A value of a generated object type that code makes or passes on: what type it has there. */
export interface Made {
  /** The object type: `orders/types#NewOrder`. */
  type: MemberId;
  from: ts.Type;
  file: string;
  line: number;
  column: number;
  node: ts.Expression;
}

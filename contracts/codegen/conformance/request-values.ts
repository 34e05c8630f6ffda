import type { Json } from '../document/json.ts';
import type { Parameter } from '../openapi/service.ts';

/** A body as a value, or as what travels: a text, or bytes that are no text. */
export type RequestBody = { type: string; value: Json } | { type: string; raw: string | Uint8Array };

/** What no writer of parameters would write: it travels as it is. */
export interface Wire {
  /** After the query. */
  query?: string;
  /** In place of a path parameter. */
  segment?: { name: string; text: string };
  /** Beside the others; a name may come twice. */
  headers?: readonly (readonly [name: string, value: string])[];
}

/** A request as values. */
export interface RequestValues {
  parameters: ReadonlyMap<Parameter, Json>;
  body: RequestBody | undefined;
  wire?: Wire;
}

/** A request to send, and what the contract says of it. */
export interface RequestCase {
  label: string;
  request: RequestValues;
  /** Whether the contract allows it; undefined where the contract leaves it open. */
  valid: boolean | undefined;
  /** The parameter or field that has another value than in a valid request. */
  place?: string;
  /** The field of the body, as the keys that lead to it. */
  changed?: readonly (string | number)[];
}

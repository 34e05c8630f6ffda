import type { Check } from './check.ts';
import type { ParameterDefinition } from './parameter-style.ts';

/** A field of a form as the server reads it: like a query parameter, or a file. */
export interface FieldDefinition extends ParameterDefinition {
  /** The media types that a file may have. */
  file?: readonly string[];
  /** How long each file may and must be. */
  maxBytes?: number;
  minBytes?: number;
}

/** A body that is a form. */
export interface FormDefinition {
  fields: readonly FieldDefinition[];
  /** What a field is that has no name of its own; without it, such a field is refused. */
  others?: FieldDefinition;
  /** Coerces texts to the declared types; files and JSON have been looked at. */
  check: Check;
}

import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';

export interface FieldInputProps {
  field: AdminField;
  /** Path of the value in the form; the field's name where it is left out. */
  source?: string;
  autoFocus?: boolean;
}

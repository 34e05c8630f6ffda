import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';

export interface FieldInputProps {
  field: AdminField;
  /** Path of the value in the form; the field's name by default. */
  source?: string;
  autoFocus?: boolean;
}

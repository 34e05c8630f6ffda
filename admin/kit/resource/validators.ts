import { maxLength, maxValue, minLength, minValue, regex, required, type Validator } from 'react-admin';
import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';
import { isIdnEmail } from '../../../contracts/codegen/runtime/idn-email.ts';

/** Validators from the constraints of the contract, shown beside the field before submitting. */
export function validatorsOf(field: AdminField): Validator[] {
  const asked: (Validator | false)[] = [
    field.required === true && field.kind !== 'boolean' && required('Required'),
    field.minLength !== undefined &&
      field.minLength > 1 &&
      minLength(field.minLength, `At least ${field.minLength} characters`),
    field.maxLength !== undefined && maxLength(field.maxLength, `At most ${field.maxLength} characters`),
    field.minimum !== undefined && minValue(field.minimum, `At least ${field.minimum}`),
    field.maximum !== undefined && maxValue(field.maximum, `At most ${field.maximum}`),
    field.pattern !== undefined &&
      regex(new RegExp(field.pattern, 'u'), field.description ?? 'Not in the form that is asked for'),
    field.format === 'idn-email' && isEmail,
    field.minItems !== undefined && field.minItems > 0 && atLeast(field.minItems),
    field.maxItems !== undefined && atMost(field.maxItems),
  ];
  return asked.filter(validator => validator !== false);
}

const isEmail: Validator = (value: unknown) =>
  typeof value !== 'string' || value === '' || isIdnEmail(value.trim()) ? undefined : 'Not an e-mail address';

function atLeast(count: number): Validator {
  return (value: unknown) =>
    Array.isArray(value) && value.length >= count
      ? undefined
      : count === 1
        ? 'Choose at least one'
        : `At least ${count}`;
}

function atMost(count: number): Validator {
  return (value: unknown) => (Array.isArray(value) && value.length > count ? `At most ${count}` : undefined);
}

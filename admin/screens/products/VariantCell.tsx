import './variants.css';
import { useState } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { amountText, isMoney, parseAmount } from '../../kit/money.ts';
import type { ProductForm } from './product-form.ts';
import { useReadOnly } from './read-only.ts';

type Row = `variants.${number}`;

interface CellProps<Name> {
  name: Name;
  label: string;
  required?: boolean;
}

/** One text of a variant, as a cell of a table. */
export function TextCell({
  name,
  label,
  required = false,
}: CellProps<`${Row}.sku` | `${Row}.barcode` | `${Row}.size`>) {
  const { control } = useFormContext<ProductForm>();
  const rules = name.endsWith('.sku') ? { validate: (text: unknown) => problemOfSku(text) } : {};
  const { field, fieldState } = useController({ control, name, rules });
  const readOnly = useReadOnly();
  const problem = fieldState.error?.message;
  return (
    <>
      <input
        className="cell"
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-required={required}
        readOnly={readOnly}
        title={field.value}
        maxLength={64}
        {...field}
      />
      {problem && <span className="cell-problem">{problem}</span>}
    </>
  );
}

function problemOfSku(text: unknown): string | true {
  if (typeof text !== 'string' || text.trim() === '') return 'Required';
  return /^[A-Za-z0-9._-]{1,64}$/.test(text.trim()) ? true : 'Letters, digits, . _ -';
}

/** An amount of money of a variant; the form holds minor units. */
export function MoneyCell({
  name,
  label,
  currency,
  required = false,
}: CellProps<`${Row}.price` | `${Row}.compareAtPrice`> & { currency: string }) {
  const { control } = useFormContext<ProductForm>();
  const rules = { validate: (value: unknown) => !required || isMoney(value) || 'Required' };
  const { field, fieldState } = useController({ control, name, rules });
  const readOnly = useReadOnly();
  const [text, setText] = useState<string>();
  const shown = text ?? (isMoney(field.value) ? amountText(field.value) : '');
  const isWrong = shown !== '' && parseAmount(shown, currency) === undefined;
  const problem = isWrong ? 'Not an amount' : fieldState.error?.message;
  return (
    <>
      <input
        className="cell cell-end numeric"
        aria-label={`${label} in ${currency}`}
        aria-invalid={problem !== undefined}
        aria-required={required}
        readOnly={readOnly}
        inputMode="decimal"
        autoComplete="off"
        ref={field.ref}
        name={field.name}
        value={shown}
        onChange={event => {
          setText(event.target.value);
          const amount = parseAmount(event.target.value, currency);
          field.onChange(amount === undefined || amount < 0 ? null : { amount, currency });
        }}
        onBlur={() => {
          if (!isWrong) setText(undefined);
          field.onBlur();
        }}
      />
      {problem && <span className="cell-problem">{problem}</span>}
    </>
  );
}

/** Whole grams of a variant. */
export function WeightCell({ name, label }: CellProps<`${Row}.weightGrams`>) {
  const { control } = useFormContext<ProductForm>();
  const { field } = useController({ control, name });
  const readOnly = useReadOnly();
  return (
    <input
      className="cell cell-end numeric"
      aria-label={label}
      inputMode="numeric"
      readOnly={readOnly}
      ref={field.ref}
      name={field.name}
      value={field.value ?? ''}
      onChange={event => field.onChange(/^\d{1,8}$/.test(event.target.value) ? Number(event.target.value) : null)}
      onBlur={field.onBlur}
    />
  );
}

import './variants.css';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import type { FormVariant, TypedColumn } from './form-variant.ts';
import type { ProductForm } from './product-form.ts';
import { useReadOnly } from './read-only.ts';
import { cellProblem, cellText, settled, typedProblem, typing } from './sheet/sheet-columns.ts';

interface CellProps<Column> {
  index: number;
  column: Column;
  label: string;
}

/** One text of a variant, as a cell of a table. */
export function TextCell({ index, column, label }: CellProps<'sku' | 'barcode' | 'size'>) {
  const { control } = useFormContext<ProductForm>();
  const { field, fieldState } = useController({
    control,
    name: `variants.${index}.${column}`,
    rules: { validate: (_: unknown, form: ProductForm) => problemOf(form, index, column) ?? true },
  });
  const readOnly = useReadOnly();
  const problem = fieldState.error?.message;
  return (
    <>
      <input
        className="cell"
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-required={column === 'sku'}
        readOnly={readOnly}
        title={field.value}
        {...field}
      />
      {problem && <span className="cell-problem">{problem}</span>}
    </>
  );
}

function problemOf({ variants }: ProductForm, index: number, column: 'sku' | 'barcode' | 'size' | TypedColumn) {
  const variant = variants[index];
  return variant && cellProblem(variant, column, variants);
}

/**
 * An amount of money or a weight of a variant. The form holds minor units or grams, and the text while it is typed or
 * where it is no value.
 */
export function ValueCell({ index, column, label, currency }: CellProps<TypedColumn> & { currency: string }) {
  const { control, getValues, setValue } = useFormContext<ProductForm>();
  const { field, fieldState } = useController({
    control,
    name: `variants.${index}.${column}`,
    rules: { validate: (_: unknown, form: ProductForm) => problemOf(form, index, column) ?? true },
  });
  useWatch({ control, name: `variants.${index}.texts` });
  const readOnly = useReadOnly();
  const variant = getValues(`variants.${index}`);
  const problem = typedProblem(variant, column) ?? fieldState.error?.message;
  const put = (next: FormVariant) => {
    setValue(`variants.${index}.texts`, next.texts, { shouldDirty: true });
    field.onChange(next[column]);
  };
  return (
    <>
      <input
        className="cell cell-end numeric"
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-required={column === 'price'}
        readOnly={readOnly}
        inputMode="decimal"
        autoComplete="off"
        ref={field.ref}
        name={field.name}
        value={cellText(variant, column, [])}
        onChange={event => put(typing(variant, column, event.target.value, currency))}
        onBlur={() => {
          put(settled(getValues(`variants.${index}`), column));
          field.onBlur();
        }}
      />
      {problem && <span className="cell-problem">{problem}</span>}
    </>
  );
}

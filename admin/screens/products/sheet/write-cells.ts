import type { UseFormSetValue } from 'react-hook-form';
import type { ProductForm } from '../product-form.ts';
import type { SheetEdit } from './paste-block.ts';
import { isStock, isTyped } from './sheet-columns.ts';

/** Puts the cells of an edit into the form, cell by cell, so that the fields stay and keep the focus. */
export function writeCells({ variants, cells }: SheetEdit, setValue: UseFormSetValue<ProductForm>): void {
  const options = { shouldDirty: true } as const;
  for (const { row, column } of cells) {
    const variant = variants[row];
    if (!variant) continue;
    if (isStock(column)) setValue(`variants.${row}.stock`, variant.stock, options);
    else if (isTyped(column)) {
      setValue(`variants.${row}.texts`, variant.texts, options);
      setValue(`variants.${row}.${column}`, variant[column], options);
    } else setValue(`variants.${row}.${column}`, variant[column], options);
  }
}

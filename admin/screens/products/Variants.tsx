import './variants.css';
import { type CSSProperties, useCallback } from 'react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { useAccess } from '../../kit/api/access.ts';
import { Options } from './Options.tsx';
import type { ProductForm } from './product-form.ts';
import { optionTitle } from './product-options.ts';
import { useReadOnly } from './read-only.ts';
import { SheetBar } from './sheet/SheetBar.tsx';
import { isStock, sheetColumns } from './sheet/sheet-columns.ts';
import { useVariantSheet } from './sheet/use-variant-sheet.ts';
import { useLevels } from './use-levels.ts';
import { VariantChanges } from './VariantChanges.tsx';
import { VariantRow } from './VariantRow.tsx';
import { WaitingNote } from './WaitingNote.tsx';

const none: never[] = [];

/** The variants of a product, one a row. They are edited as in a spreadsheet. */
export function Variants() {
  const { control } = useFormContext<ProductForm>();
  const { fields, remove } = useFieldArray({ control, name: 'variants' });
  const options = useWatch({ control, name: 'options' });
  const readOnly = useReadOnly();
  const { can } = useAccess();
  const used = options.filter(({ values }) => values.length > 0);
  const currency = fields.find(({ price }) => price !== null)?.price?.currency ?? 'USD';
  const stock = useLevels(fields.flatMap(({ savedSku }) => savedSku ?? []));
  const { locations = none, levels = none } = stock.data ?? {};
  const noStock = stock.isError ? '?' : '';
  const sheet = useVariantSheet(
    {
      options,
      currency,
      locations,
      levels,
      columns: sheetColumns(locations),
      isWritable: column => (isStock(column) ? can('adjustStock') : !readOnly),
    },
    fields.map(({ id }) => id).join(' '),
  );
  const onRemove = useCallback((index: number) => remove(index), [remove]);
  const style: CSSProperties & Record<'--locations', number> = { '--locations': Math.max(1, locations.length) };
  return (
    <div className="variants">
      <Options />
      <VariantChanges />
      <div className="variants-table">
        <table data-has-options={used.length > 0 || undefined} style={style} {...sheet.handlers}>
          <thead>
            <tr>
              {used.length > 0 && <th scope="col">{used.map(({ name }) => name).join(' / ')}</th>}
              <th scope="col">SKU</th>
              <th scope="col" className="variants-end">
                Price
              </th>
              <th scope="col" className="variants-end">
                Compare-at price
              </th>
              {locations.length === 0 && <th>{stock.isError ? 'Stock' : ''}</th>}
              {locations.map(({ id, name }) => (
                <th key={id} scope="col" className="variants-end">
                  {locations.length === 1 ? 'Stock' : `Stock, ${name}`}
                </th>
              ))}
              <th scope="col" className="variants-more">
                Package
              </th>
              <th scope="col" className="variants-more">
                Barcode
              </th>
              <th scope="col" className="variants-more variants-end">
                Grams
              </th>
              <th>
                <span className="unseen">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((variant, index) => {
              const chosen = optionTitle(variant, options);
              return (
                <VariantRow
                  key={variant.id}
                  index={index}
                  savedSku={variant.savedSku}
                  chosen={used.length > 0 ? chosen : undefined}
                  about={chosen || variant.sku || `variant ${index + 1}`}
                  currency={currency}
                  locations={locations}
                  levels={levels}
                  noStock={noStock}
                  selected={sheet.selectedIn(index).join(' ')}
                  isOnly={fields.length === 1}
                  onRemove={onRemove}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      {!readOnly && fields.length > 1 && <SheetBar sheet={sheet} />}
      <WaitingNote />
    </div>
  );
}

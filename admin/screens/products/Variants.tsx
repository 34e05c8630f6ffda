import './variants.css';
import Close from '@mui/icons-material/Close';
import { IconButton } from '@mui/material';
import type { CSSProperties, KeyboardEvent } from 'react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { Options } from './Options.tsx';
import type { ProductForm } from './product-form.ts';
import { variantOptions } from './product-options.ts';
import { useReadOnly } from './read-only.ts';
import { StockCells } from './StockCells.tsx';
import { useLevels } from './use-levels.ts';
import { MoneyCell, TextCell, WeightCell } from './VariantCell.tsx';
import { VariantChanges } from './VariantChanges.tsx';

/** The variants of a product, one a row. */
export function Variants() {
  const { control } = useFormContext<ProductForm>();
  const { fields, remove } = useFieldArray({ control, name: 'variants' });
  const options = useWatch({ control, name: 'options' });
  const readOnly = useReadOnly();
  const hasOptions = options.some(({ values }) => values.length > 0);
  const currency = fields.find(({ price }) => price !== null)?.price?.currency ?? 'USD';
  const stock = useLevels(fields.flatMap(({ savedSku }) => savedSku ?? []));
  const { locations = [], levels = [] } = stock.data ?? {};
  const columns: CSSProperties & Record<'--locations', number> = { '--locations': Math.max(1, locations.length) };
  return (
    <div className="variants">
      <Options />
      <VariantChanges />
      <div className="variants-table">
        <table data-has-options={hasOptions || undefined} style={columns} onKeyDown={moveDown}>
          <thead>
            <tr>
              {hasOptions && (
                <th scope="col">
                  {options
                    .filter(({ values }) => values.length > 0)
                    .map(({ name }) => name)
                    .join(' / ')}
                </th>
              )}
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
              const chosen = Object.values(variantOptions(variant, options)).join(' / ');
              const about = chosen || variant.sku || `variant ${index + 1}`;
              return (
                <tr key={variant.id}>
                  {hasOptions && <td className="variants-option">{chosen || '–'}</td>}
                  <td className="variants-sku" data-label="SKU">
                    <TextCell name={`variants.${index}.sku`} label={`SKU of ${about}`} required />
                  </td>
                  <td data-label="Price">
                    <MoneyCell
                      name={`variants.${index}.price`}
                      label={`Price of ${about}`}
                      currency={currency}
                      required
                    />
                  </td>
                  <td data-label="Compare-at price">
                    <MoneyCell
                      name={`variants.${index}.compareAtPrice`}
                      label={`Compare-at price of ${about}`}
                      currency={currency}
                    />
                  </td>
                  {locations.length === 0 && <td className="variants-stock faint">{stock.isError ? '?' : ''}</td>}
                  <StockCells
                    index={index}
                    savedSku={variant.savedSku}
                    about={about}
                    locations={locations}
                    levels={levels}
                  />
                  <td className="variants-more variants-package" data-label="Package">
                    <TextCell name={`variants.${index}.size`} label={`Size of ${about}, as printed on the package`} />
                  </td>
                  <td className="variants-more variants-barcode" data-label="Barcode">
                    <TextCell name={`variants.${index}.barcode`} label={`Barcode of ${about}`} />
                  </td>
                  <td className="variants-more variants-weight" data-label="Grams">
                    <WeightCell name={`variants.${index}.weightGrams`} label={`Weight of ${about} in grams`} />
                  </td>
                  <td className="variants-away">
                    {!readOnly && (
                      <IconButton
                        aria-label={`Remove ${about}`}
                        disabled={fields.length === 1}
                        onClick={() => remove(index)}
                      >
                        <Close fontSize="small" />
                      </IconButton>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Enter moves to the same cell of the next row, as in a spreadsheet; it does not submit the form. */
function moveDown(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
  if (!event.currentTarget.contains(event.target)) return; // of a dialog that a cell opened
  event.preventDefault();
  const cell = event.target.closest('td');
  const row = cell?.closest('tr')?.nextElementSibling;
  const below = cell && row instanceof HTMLTableRowElement ? row.cells[cell.cellIndex]?.querySelector('input') : null;
  below?.focus();
  below?.select();
}

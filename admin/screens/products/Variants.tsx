import './variants.css';
import Close from '@mui/icons-material/Close';
import { IconButton } from '@mui/material';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { Options } from './Options.tsx';
import type { ProductForm } from './product-form.ts';
import { useStock } from './use-stock.ts';
import { MoneyCell, TextCell, WeightCell } from './VariantCell.tsx';

/** The variants of a product, one a row. */
export function Variants() {
  const { control } = useFormContext<ProductForm>();
  const { fields, remove } = useFieldArray({ control, name: 'variants' });
  const options = useWatch({ control, name: 'options' });
  const currency = fields[0]?.price?.currency ?? 'USD';
  const stock = useStock(fields.map(({ sku }) => sku).filter(Boolean));
  return (
    <div className="variants">
      <Options />
      <div className="variants-table">
        <table data-has-options={options.length > 0 || undefined}>
          <thead>
            <tr>
              {options.length > 0 && <th scope="col">{options.map(({ name }) => name).join(' / ')}</th>}
              <th scope="col">SKU</th>
              <th scope="col" className="variants-end">
                Price
              </th>
              <th scope="col" className="variants-end">
                Was
              </th>
              <th scope="col" className="variants-end">
                Stock
              </th>
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
                <span className="unseen">Take away</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((variant, index) => {
              const chosen = options.map(({ name }) => variant.options[name] ?? '–').join(' / ');
              const about = Object.values(variant.options).join(' / ') || variant.sku || `variant ${index + 1}`;
              return (
                <tr key={variant.id}>
                  {options.length > 0 && <td className="variants-option">{chosen}</td>}
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
                  <td data-label="Was">
                    <MoneyCell
                      name={`variants.${index}.compareAtPrice`}
                      label={`Earlier price of ${about}`}
                      currency={currency}
                    />
                  </td>
                  <td className="variants-stock variants-end numeric" data-label="Stock">
                    {stock.data?.get(variant.sku)?.toLocaleString() ?? <span className="faint">–</span>}
                  </td>
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
                    <IconButton
                      aria-label={`Take ${about} away`}
                      disabled={fields.length === 1}
                      onClick={() => remove(index)}
                    >
                      <Close fontSize="small" />
                    </IconButton>
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

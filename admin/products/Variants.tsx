import './variants.css';
import Close from '@mui/icons-material/Close';
import { IconButton } from '@mui/material';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { MoneyCell, TextCell, WeightCell } from './Cell.tsx';
import { Options } from './Options.tsx';
import type { ProductForm } from './product-form.ts';
import { useStock } from './use-stock.ts';

/** What can be bought of a product: a row a variant. */
export function Variants() {
  const { control } = useFormContext<ProductForm>();
  const { fields, remove } = useFieldArray({ control, name: 'variants' });
  const options = useWatch({ control, name: 'options' });
  const currency = fields[0]?.price?.currency ?? 'USD';
  const stock = useStock(fields.map(({ sku }) => sku).filter(Boolean));
  return (
    <div className="variants">
      <Options />
      <div className="variants-scroll">
        <table>
          <thead>
            <tr>
              {options.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">SKU</th>
              <th scope="col" className="variants-end">
                Price
              </th>
              <th scope="col" className="variants-end">
                Was
              </th>
              <th scope="col">Size</th>
              <th scope="col">Barcode</th>
              <th scope="col" className="variants-end">
                Grams
              </th>
              <th scope="col" className="variants-end">
                Stock
              </th>
              <th>
                <span className="unseen">Take away</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((variant, index) => {
              const about = Object.values(variant.options).join(' / ') || variant.sku || `variant ${index + 1}`;
              return (
                <tr key={variant.id}>
                  {options.map(({ name }) => (
                    <td key={name} className="variants-option">
                      {variant.options[name] ?? '–'}
                    </td>
                  ))}
                  <td>
                    <TextCell name={`variants.${index}.sku`} label={`SKU of ${about}`} required />
                  </td>
                  <td>
                    <MoneyCell name={`variants.${index}.price`} label={`Price of ${about}`} currency={currency} required />
                  </td>
                  <td>
                    <MoneyCell name={`variants.${index}.compareAtPrice`} label={`Earlier price of ${about}`} currency={currency} />
                  </td>
                  <td>
                    <TextCell name={`variants.${index}.size`} label={`Size of ${about}, as printed on the package`} />
                  </td>
                  <td>
                    <TextCell name={`variants.${index}.barcode`} label={`Barcode of ${about}`} />
                  </td>
                  <td>
                    <WeightCell name={`variants.${index}.weightGrams`} label={`Weight of ${about} in grams`} />
                  </td>
                  <td className="variants-end numeric">
                    {stock.data?.get(variant.sku)?.toLocaleString() ?? <span className="faint">–</span>}
                  </td>
                  <td>
                    <IconButton aria-label={`Take ${about} away`} disabled={fields.length === 1} onClick={() => remove(index)}>
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

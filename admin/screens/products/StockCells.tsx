import './variants.css';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import type { Level, Location } from '../../../generated/inventory/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import type { FormVariant } from './form-variant.ts';
import type { ProductForm } from './product-form.ts';
import { entryProblem, levelOf, withCount } from './stock-entries.ts';

export interface StockCellsProps {
  index: number;
  /** The sku that the variant was loaded with; null for a new one. */
  savedSku: string | null;
  /** What the fields are about: the chosen options or the sku. */
  about: string;
  locations: readonly Location[];
  levels: readonly Level[];
  /** The columns of the row that are selected. */
  selected: readonly string[];
}

/** What is on hand of a variant, a field a location. Typed counts are saved with the product. */
export function StockCells({ index, savedSku, about, locations, levels, selected }: StockCellsProps) {
  const { control } = useFormContext<ProductForm>();
  const rules = {
    validate: (stock: FormVariant['stock']) => Object.values(stock).every(entry => !entryProblem(entry)),
  };
  const { field } = useController({ control, name: `variants.${index}.stock`, rules });
  const sku = useWatch({ control, name: `variants.${index}.sku` });
  const { can } = useAccess();
  return locations.map(({ id, name }) => {
    const level = levelOf({ sku, savedSku }, id, levels);
    const reserved = level?.reserved ?? 0;
    const entry = field.value[id];
    const problem = entry && entryProblem(entry);
    const type = (text: string) => field.onChange(withCount(field.value, id, text, level));
    return (
      <td
        key={id}
        className="variants-stock"
        data-column={`stock:${id}`}
        data-selected={selected.includes(`stock:${id}`) || undefined}
        data-label={locations.length === 1 ? 'Stock' : `Stock, ${name}`}
      >
        <input
          className="cell cell-end numeric"
          aria-label={`Stock of ${about} at ${name}`}
          aria-invalid={problem !== undefined}
          title={reserved > 0 ? `${reserved.toLocaleString()} of them held for orders` : undefined}
          inputMode="numeric"
          autoComplete="off"
          placeholder="0"
          readOnly={!can('adjustStock')}
          value={entry?.text ?? (level ? String(level.onHand) : '')}
          onChange={event => type(event.target.value)}
          onBlur={field.onBlur}
        />
        {problem && <span className="cell-problem">{problem}</span>}
      </td>
    );
  });
}

import './variants.css';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import type { Level, Location } from '../../../generated/inventory/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import type { FormVariant } from './form-variant.ts';
import type { ProductForm } from './product-form.ts';
import { entryProblem, levelAt } from './stock-entries.ts';

export interface StockCellsProps {
  index: number;
  /** The sku that the variant was loaded with; null for a new one. */
  savedSku: string | null;
  /** What the fields are about: the chosen options or the sku. */
  about: string;
  locations: readonly Location[];
  levels: readonly Level[];
}

/** What is on hand of a variant, a field a location. Typed counts are saved with the product. */
export function StockCells({ index, savedSku, about, locations, levels }: StockCellsProps) {
  const { control } = useFormContext<ProductForm>();
  const rules = {
    validate: (stock: FormVariant['stock']) => Object.values(stock).every(entry => !entryProblem(entry)),
  };
  const { field } = useController({ control, name: `variants.${index}.stock`, rules });
  const sku = useWatch({ control, name: `variants.${index}.sku` });
  const { can } = useAccess();
  return locations.map(({ id, name }) => {
    const level = savedSku === sku ? levelAt(levels, sku, id) : undefined;
    const { onHand, reserved } = level ?? { onHand: 0, reserved: 0 };
    const entry = field.value[id];
    const problem = entry && entryProblem(entry);
    const type = (text: string) => {
      const { [id]: _, ...others } = field.value;
      const isAsItWas = text.trim() === '' || text.trim() === String(onHand);
      field.onChange(isAsItWas && level ? others : { ...others, ...(text && { [id]: { text, onHand, reserved } }) });
    };
    return (
      <td key={id} className="variants-stock" data-label={locations.length === 1 ? 'Stock' : `Stock, ${name}`}>
        <input
          className="cell cell-end numeric"
          aria-label={`Stock of ${about} at ${name}`}
          aria-invalid={problem !== undefined}
          title={reserved > 0 ? `${reserved.toLocaleString()} of them held for orders` : undefined}
          inputMode="numeric"
          autoComplete="off"
          placeholder="0"
          readOnly={!can('adjustStock')}
          value={entry?.text ?? (level ? String(onHand) : '')}
          onChange={event => type(event.target.value)}
          onBlur={field.onBlur}
        />
        {problem && <span className="cell-problem">{problem}</span>}
      </td>
    );
  });
}

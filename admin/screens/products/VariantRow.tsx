import Close from '@mui/icons-material/Close';
import { IconButton } from '@mui/material';
import { memo } from 'react';
import type { Level, Location } from '../../../generated/inventory/types.ts';
import { useReadOnly } from './read-only.ts';
import { StockCells } from './StockCells.tsx';
import type { SheetColumn } from './sheet/sheet-columns.ts';
import { TextCell, ValueCell } from './VariantCell.tsx';
import { VariantPicture } from './VariantPicture.tsx';

export interface VariantRowProps {
  index: number;
  savedSku: string | null;
  /** Its options; undefined where the product has none. */
  chosen: string | undefined;
  /** What the fields are about: the options or the sku. */
  about: string;
  currency: string;
  locations: readonly Location[];
  levels: readonly Level[];
  /** What stands in place of the stock while no location is known. */
  noStock: string;
  /** The selected columns, with blanks between: a text, so that a row is drawn again only when it changes. */
  selected: string;
  isOnly: boolean;
  onRemove(index: number): void;
}

/** A variant as a row of the table. */
export const VariantRow = memo(function VariantRow(props: VariantRowProps) {
  const { index, chosen, about, currency, locations, isOnly, onRemove } = props;
  const readOnly = useReadOnly();
  const selected = props.selected.split(' ');
  const cell = (column: SheetColumn, label: string, name = '') => ({
    className: name,
    'data-column': column,
    'data-label': label,
    'data-selected': selected.includes(column) || undefined,
  });
  return (
    <tr>
      {chosen !== undefined && (
        <td className="variants-option">
          <span className="variants-about">
            <VariantPicture index={index} about={about} />
            {chosen || '–'}
          </span>
        </td>
      )}
      <td {...cell('sku', 'SKU', 'variants-sku')}>
        <TextCell index={index} column="sku" label={`SKU of ${about}`} />
      </td>
      <td {...cell('price', 'Price')}>
        <ValueCell index={index} column="price" label={`Price of ${about} in ${currency}`} currency={currency} />
      </td>
      <td {...cell('compareAtPrice', 'Compare-at price')}>
        <ValueCell
          index={index}
          column="compareAtPrice"
          label={`Compare-at price of ${about} in ${currency}`}
          currency={currency}
        />
      </td>
      {locations.length === 0 && <td className="variants-stock faint">{props.noStock}</td>}
      <StockCells
        index={index}
        savedSku={props.savedSku}
        about={about}
        locations={locations}
        levels={props.levels}
        selected={selected}
      />
      <td {...cell('size', 'Package', 'variants-more variants-package')}>
        <TextCell index={index} column="size" label={`Size of ${about}, as printed on the package`} />
      </td>
      <td {...cell('barcode', 'Barcode', 'variants-more variants-barcode')}>
        <TextCell index={index} column="barcode" label={`Barcode of ${about}`} />
      </td>
      <td {...cell('weightGrams', 'Grams', 'variants-more variants-weight')}>
        <ValueCell index={index} column="weightGrams" label={`Weight of ${about} in grams`} currency={currency} />
      </td>
      <td className="variants-away">
        {!readOnly && (
          <IconButton aria-label={`Remove ${about}`} disabled={isOnly} onClick={() => onRemove(index)}>
            <Close fontSize="small" />
          </IconButton>
        )}
      </td>
    </tr>
  );
});

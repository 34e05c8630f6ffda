import { useListContext } from 'react-admin';
import type { Product } from '../../../generated/catalog/types.ts';
import { LOW_STOCK } from '../../../look/low-stock.ts';
import { fieldReads } from '../../kit/api/usage.ts';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { useStock } from './use-stock.ts';

/** How many pieces of a product can be sold, of all its variants together, and how many variants run low or are out. */
export function StockCell({ product }: { product: Product }) {
  const { data } = useListContext<Product>();
  const stock = useStock(fieldReads.watched(data ?? []).flatMap(({ variants }) => variants.map(({ sku }) => sku)));
  if (stock.isError)
    return (
      <span className="faint" title="Stock could not be read">
        ?
      </span>
    );
  if (!stock.data) return <span className="faint">…</span>;
  const known = product.variants.flatMap(({ sku }) => stock.data.get(sku) ?? []);
  if (known.length === 0) return <span className="faint">Not tracked</span>;
  const total = known.reduce((sum, available) => sum + available, 0);
  const empty = known.filter(available => available === 0).length;
  const low = known.filter(available => available <= LOW_STOCK).length - empty;
  const notes = [low > 0 && `${low} low`, empty > 0 && `${empty} out`].filter(Boolean);
  return (
    <>
      {total === 0 ? (
        <StatusChip status="out" tone="critical">
          Out of stock
        </StatusChip>
      ) : (
        <span className={`numeric ${low + empty === 0 ? '' : 'product-stock-low'}`}>
          {total.toLocaleString()} in stock
        </span>
      )}
      {known.length > 1 && (
        <>
          {' '}
          <small className="faint">
            for {known.length} variants{total > 0 && notes.length > 0 && `: ${notes.join(', ')}`}
          </small>
        </>
      )}
    </>
  );
}

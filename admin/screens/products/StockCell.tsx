import { useListContext } from 'react-admin';
import type { Product } from '../../../generated/catalog/types.ts';
import { fieldReads } from '../../kit/api/usage.ts';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { useStock } from './use-stock.ts';

/** How many pieces of a product can be sold, of all its variants together. */
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
  if (total === 0)
    return (
      <StatusChip status="out" tone="critical">
        Sold out
      </StatusChip>
    );
  const empty = known.filter(available => available === 0).length;
  return (
    <span className="numeric">
      {total.toLocaleString()}
      {empty > 0 && <span className="faint"> · {empty} sold out</span>}
    </span>
  );
}

import type { UseQueryResult } from '@tanstack/react-query';
import type { ProductChangesResult } from '../../../generated/catalog/types.ts';
import { formatMoney } from '../../kit/money.ts';
import { countText } from './bulk-edit.ts';

const MOST = 60;

type Item = ProductChangesResult['items'][number];

function rowsOf(item: Item): { key: string; label: string; outcome: string; bad?: boolean }[] {
  const label = item.title ?? 'A product that is gone';
  if (item.outcome === 'failed')
    return [{ key: item.productId, label, outcome: item.problem ?? 'Cannot be changed', bad: true }];
  if (!item.prices) return [{ key: item.productId, label, outcome: 'Stays as it is' }];
  return item.prices.map(({ sku, before, after }) => ({
    key: `${item.productId} ${sku}`,
    label: item.prices && item.prices.length > 1 ? `${label} · ${sku}` : label,
    outcome: `${formatMoney(before)} → ${formatMoney(after)}`,
  }));
}

/** Preview of a price change, variant by variant. */
export function PricePreview({ read, shown }: { read: UseQueryResult<ProductChangesResult>; shown: boolean }) {
  if (!shown) return <div className="price-preview faint">What becomes of each price is shown here first.</div>;
  if (read.isError)
    return <div className="price-preview">{read.error instanceof Error ? read.error.message : 'No preview.'}</div>;
  if (!read.data) return <div className="price-preview faint">Reckoning…</div>;
  const rows = read.data.items.flatMap(rowsOf);
  const { failed } = countText(read.data);
  return (
    <div className="price-preview" aria-live="polite">
      {failed && <p className="price-preview-bad">{failed} cannot be changed.</p>}
      <table>
        <tbody>
          {rows.slice(0, MOST).map(({ key, label, outcome, bad }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td className={bad ? 'price-preview-bad' : 'numeric'}>{outcome}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST && <p className="faint">and {rows.length - MOST} more</p>}
    </div>
  );
}

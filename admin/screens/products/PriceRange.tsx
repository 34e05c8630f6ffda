import type { Variant } from '../../../generated/catalog/types.ts';
import { formatMoney } from '../../kit/money.ts';

/** The price range of a product's variants. */
export function PriceRange({ variants }: { variants: readonly Pick<Variant, 'price'>[] }) {
  const prices = variants.map(({ price }) => price).toSorted((a, b) => a.amount - b.amount);
  const low = prices.at(0);
  const high = prices.at(-1);
  if (!low || !high) return <span className="faint">–</span>;
  return (
    <span className="numeric">
      {low.amount === high.amount ? formatMoney(low) : `${formatMoney(low)} – ${formatMoney(high)}`}
    </span>
  );
}

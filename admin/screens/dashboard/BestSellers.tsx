import { Link } from 'react-router';
import type { BestSeller } from '../../../generated/orders/types.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { MoneyText } from '../../kit/components/MoneyText.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { useVariants } from '../stock/use-variants.ts';
import { useBestSellers } from './use-today.ts';

/** What sold best in seven days, with its picture. */
export function BestSellers() {
  return (
    <Section title="Best sellers" actions={<span className="faint">last 7 days</span>}>
      <QueryContent query={useBestSellers()} height={180}>
        {sellers =>
          sellers.length === 0 ? (
            <EmptyState title="Nothing sold yet this week">What sells appears here with its picture.</EmptyState>
          ) : (
            <SellerList sellers={sellers} />
          )
        }
      </QueryContent>
    </Section>
  );
}

function SellerList({ sellers }: { sellers: readonly BestSeller[] }) {
  const most = Math.max(...sellers.map(({ quantity }) => quantity));
  const { data: variants } = useVariants(sellers.map(({ sku }) => sku));
  return (
    <ol className="sellers">
      {sellers.map(({ sku, title, quantity, sales }) => {
        const variant = variants?.get(sku);
        const picture = variant?.image;
        return (
          <li key={sku}>
            <span className="seller-picture" style={{ background: picture?.tint }}>
              {picture && (
                <img src={picture.sizes[0]?.url ?? picture.url} alt="" width={40} height={40} loading="lazy" />
              )}
            </span>
            <span className="seller-name">
              <span className="seller-title" title={title}>
                {variant ? <Link to={`/products/${variant.productId}/show`}>{title}</Link> : title}
              </span>
              <span className="seller-bar" style={{ inlineSize: `${(quantity / most) * 100}%` }} />
            </span>
            <span className="seller-figures numeric">
              <span>{quantity.toLocaleString()} sold</span>
              <span className="faint">
                <MoneyText value={sales} />
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

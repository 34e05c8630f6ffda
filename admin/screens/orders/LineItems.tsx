import type { Order } from '../../../generated/orders/types.ts';
import { counted } from '../../../look/counted.ts';
import { MoneyText } from '../../kit/components/MoneyText.tsx';
import { Section } from '../../kit/components/Section.tsx';

/** Line items and totals. */
export function LineItems({ order }: { order: Order }) {
  const { lines, totals, shippingMethod } = order;
  const refunded = new Map(order.refundedLines?.map(line => [line.sku, line.quantity]));
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <Section title={counted(units, 'item')}>
      <ul className="order-items">
        {lines.map(({ sku, title, quantity, unitPrice, lineTotal, imageUrl }) => (
          <li key={sku}>
            <span className="order-picture">
              {imageUrl && <img src={imageUrl} alt="" width={40} height={40} loading="lazy" />}
            </span>
            <span className="order-title">
              <span>{title}</span>
              <span className="faint">
                {sku}
                {refunded.has(sku) && `, ${refunded.get(sku)} of ${quantity} refunded`}
              </span>
            </span>
            <span className="order-price numeric">
              <MoneyText value={unitPrice} /> <span className="faint">× {quantity}</span>
            </span>
            <MoneyText value={lineTotal} />
          </li>
        ))}
      </ul>
      <dl className="order-totals">
        <Sum label="Subtotal" value={totals.subtotal} />
        <Sum label={`Shipping${shippingMethod === undefined ? '' : `, ${shippingMethod}`}`} value={totals.shipping} />
        <Sum label="Total" value={totals.total} strong />
        {totals.captured && totals.captured.amount < totals.total.amount && (
          <Sum label="Captured, the rest was released" value={totals.captured} />
        )}
        {totals.refunded && <Sum label="Refunded" value={{ ...totals.refunded, amount: -totals.refunded.amount }} />}
      </dl>
    </Section>
  );
}

function Sum({ label, value, strong = false }: { label: string; value: Order['totals']['total']; strong?: boolean }) {
  return (
    <div className={strong ? 'order-total' : undefined}>
      <dt>{label}</dt>
      <dd>
        <MoneyText value={value} strong={strong} />
      </dd>
    </div>
  );
}

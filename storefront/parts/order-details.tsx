import { addressLines } from '../../look/address.ts';
import type { Money } from '../../look/money.ts';
import { countryName, formatMoney } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { Order } from '../shop/orders.ts';
import { refundedUnits } from './refunded-units.ts';

const minus = (money: Money): string => formatMoney({ ...money, amount: -money.amount }).replace('-', '−');

/** Lines, totals, address and e-mail of an order. */
export function OrderDetails({ order }: { order: Order }) {
  const { lines, totals, shippingAddress: to, email } = order;
  const refunds = refundedUnits(order);
  const words = messages().order.details;
  const { subtotal, shipping, total, captured = total, refunded } = totals;
  const isChargedLess = captured.amount < total.amount;
  const back = refunded?.amount ?? 0;
  const paid = captured.amount - back;
  const rows: readonly { name: string; amount: Money; isStrong?: boolean }[] = [
    { name: words.subtotal, amount: subtotal },
    { name: words.shipping, amount: shipping },
    { name: words.total, amount: total, isStrong: true },
    ...(isChargedLess
      ? [{ name: words.notCharged, amount: { ...total, amount: captured.amount - total.amount } }]
      : []),
    ...(back > 0 ? [{ name: words.refunded, amount: { ...total, amount: -back } }] : []),
    ...(isChargedLess || back > 0 ? [{ name: words.paid, amount: { ...total, amount: paid }, isStrong: true }] : []),
  ];
  return (
    <>
      <section aria-label={words.lines} className="mt-10">
        <h2 className="mb-2 text-xl">{words.lines}</h2>
        <ul className="divide-y divide-line">
          {lines.map(({ sku, title, quantity, unitPrice, lineTotal, imageUrl }) => (
            <li key={sku} className="flex items-center gap-4 py-3">
              <span className="ground block size-14 shrink-0 overflow-hidden rounded-lg">
                {imageUrl && (
                  <img
                    src={imageUrl.replace(/-\d+\.webp$/, '-160.webp')}
                    alt=""
                    width={160}
                    height={160}
                    loading="lazy"
                    className="picture size-full object-cover"
                  />
                )}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block font-medium leading-snug">{title}</span>
                <span className="text-faint text-md tabular-nums">
                  {quantity} × {formatMoney(unitPrice)}
                </span>
                {refunds.has(sku) && (
                  <span className="block text-faint text-md tabular-nums">
                    {fill(words.refundedOf, { refunded: refunds.get(sku)?.quantity ?? 0, quantity })}
                  </span>
                )}
              </span>
              <span className="text-right tabular-nums">
                {formatMoney(lineTotal)}
                <RefundedAmount amount={refunds.get(sku)?.amount} />
              </span>
            </li>
          ))}
        </ul>
        <dl className="border-line border-t pt-3 text-md">
          {rows.map(({ name, amount, isStrong = false }) => (
            <div key={name} className={`flex justify-between py-1 ${isStrong ? 'font-semibold' : 'text-soft'}`}>
              <dt>{name}</dt>
              <dd className="tabular-nums">{formatMoney(amount).replace('-', '−')}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-label={words.address} className="mt-10 grid gap-8 sm:grid-cols-2">
        <div>
          <h2 className="mb-2 text-md">{words.address}</h2>
          <address className="text-soft not-italic">
            {[...addressLines(to), countryName(to.country)].map(line => (
              <span key={line} className="block">
                {line}
              </span>
            ))}
          </address>
        </div>
        <div>
          <h2 className="mb-2 text-md">{words.email}</h2>
          <p className="text-soft [overflow-wrap:anywhere]">{email}</p>
        </div>
      </section>
    </>
  );
}

function RefundedAmount({ amount }: { amount: Money | undefined }) {
  return amount && <span className="block text-faint text-md">{minus(amount)}</span>;
}

import { formatMoney, type Money } from '../../look/money.ts';
import type { Locale } from '../messages/language.ts';
import type { Messages } from '../messages/messages.ts';
import { counted } from '../messages/text.ts';
import type { Cart } from '../shop/cart.ts';
import { multiply, sum } from '../shop/money.ts';
import { ownProperty } from '../shop/own-property.ts';

interface SummaryProps {
  cart: Cart;
  /** Undefined where the country is not served. */
  shipping: Money | undefined;
  /** Prices that were shown before, minor units by sku. */
  before: Readonly<Record<string, number>>;
  words: Messages['checkout']['form'];
  locale: Locale;
}

/** The lines and the total; sticky while the form is filled in, and can be unfolded. */
export function CheckoutSummary({ cart, shipping, before, words, locale }: SummaryProps) {
  const { lines, subtotal } = cart;
  const count = lines.reduce((total, { quantity }) => total + quantity, 0);
  const money = (amount: Money) => formatMoney(amount, locale);
  const total = shipping ? sum([subtotal, shipping], subtotal.currency) : undefined;
  return (
    <details className="bar order-summary sticky top-[var(--header)] z-20 rounded-xl bg-raised shadow-md ring-1 ring-line">
      <summary className="flex min-h-14 items-center justify-between gap-3 px-5">
        <span>
          {counted(words.things, count, locale)} <span className="text-faint text-md">{words.seeAll}</span>
        </span>
        <output aria-live="polite" className="font-semibold text-lg tabular-nums">
          {money(total ?? subtotal)}
        </output>
      </summary>
      <div className="border-line border-t px-5 pb-4">
        <ul className="max-h-[40vh] divide-y divide-line overflow-y-auto">
          {lines.map(({ sku, title, quantity, unitPrice }) => (
            <li key={sku} className="flex items-baseline justify-between gap-4 py-2.5 text-md">
              <span className="wrap-anywhere min-w-0">
                <span className="text-faint tabular-nums">{quantity} ×</span> {title}
              </span>
              <span className="tabular-nums">
                <PreviousPrice
                  before={ownProperty(before, sku)}
                  unitPrice={unitPrice}
                  quantity={quantity}
                  locale={locale}
                />
                {money(multiply(unitPrice, quantity))}
              </span>
            </li>
          ))}
        </ul>
        <Row name={words.subtotal} value={money(subtotal)} />
        <Row name={words.shipping} value={shipping ? money(shipping) : '—'} />
        <Row name={words.total} value={total ? money(total) : '—'} strong />
      </div>
    </details>
  );
}

/** What the line cost before, where its price changed. */
function PreviousPrice({
  before,
  unitPrice,
  quantity,
  locale,
}: {
  before: number | undefined;
  unitPrice: Money;
  quantity: number;
  locale: Locale;
}) {
  if (before === undefined || before === unitPrice.amount) return null;
  const text = formatMoney({ amount: before * quantity, currency: unitPrice.currency }, locale);
  return <s className="mr-2 text-faint">{text}</s>;
}

function Row({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) {
  return (
    <p className={`flex justify-between pt-2 text-md ${strong ? 'font-semibold' : 'text-soft'}`}>
      <span>{name}</span>
      <span className="tabular-nums">{value}</span>
    </p>
  );
}

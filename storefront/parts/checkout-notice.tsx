import { formatMoney } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import { type Cart, type CartLine, canBuyLine } from '../shop/cart.ts';
import { ownProperty } from '../shop/own-property.ts';
import { Note } from './notice.tsx';

interface CheckoutNoticeProps {
  cart: Cart;
  /** Why the last attempt failed. */
  problem: string | undefined;
  /** Prices that were shown before, minor units by SKU. */
  before: Readonly<Record<string, number>>;
  hasFaults: boolean;
}

/** What the shopper must know before pressing Pay again. */
export function CheckoutNotice({ cart, problem, before, hasFaults }: CheckoutNoticeProps) {
  const { notice: words, problems } = messages().checkout;
  const missing = cart.lines.filter(line => !canBuyLine(line));
  const changed = cart.lines.filter(
    ({ sku, unitPrice }) => (ownProperty(before, sku) ?? unitPrice.amount) !== unitPrice.amount,
  );
  const isShownBelow = problem === undefined || (problem === 'short' && missing.length > 0);
  const text = isShownBelow ? undefined : ownProperty<{ title: string; text: string }>(problems, problem);
  return (
    <div className="mb-6 grid gap-3 empty:hidden">
      {text && (
        <Note tone="critical" title={text.title}>
          {text.text}
        </Note>
      )}
      {hasFaults && <Note tone="critical" title={words.faults} />}
      {changed.length > 0 && (
        <Note tone="caution" title={changed.length === 1 ? words.priceChanged : words.pricesChanged}>
          <ul>
            {changed.map(({ sku, title, unitPrice }) => (
              <li key={sku} className="tabular-nums">
                {fill(words.change, {
                  title,
                  before: formatMoney({ amount: ownProperty(before, sku) ?? 0, currency: unitPrice.currency }),
                  now: formatMoney(unitPrice),
                })}
              </li>
            ))}
          </ul>
          <p className="mt-1">{words.newTotal}</p>
        </Note>
      )}
      {missing.length > 0 && <Missing lines={missing} />}
    </div>
  );
}

/** The lines that are not available, each with a button that adjusts it. */
function Missing({ lines }: { lines: readonly CartLine[] }) {
  const words = messages().checkout.notice;
  return (
    <Note tone="critical" title={words.quicker}>
      <ul className="grid gap-2">
        {lines.map(({ sku, title, available, quantity, purchasable }) => {
          const left = purchasable === false ? 0 : available;
          return (
            <li key={sku}>
              <form action="/cart/lines" method="post" className="flex flex-wrap items-center justify-between gap-2">
                <span>
                  {purchasable === false
                    ? fill(words.lineNotForSale, { title })
                    : left === 0
                      ? fill(words.lineSoldOut, { title })
                      : fill(words.lineLeft, { title, left, quantity })}
                </span>
                <input type="hidden" name="sku" value={sku} />
                <input type="hidden" name="next" value="/checkout" />
                <button type="submit" name="quantity" value={left} className="button button-quiet">
                  {left === 0 ? words.without : fill(words.take, { count: left })}
                </button>
              </form>
            </li>
          );
        })}
      </ul>
    </Note>
  );
}

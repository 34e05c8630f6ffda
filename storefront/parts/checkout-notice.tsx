import { formatMoney } from '../../look/money.ts';
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

/** The messages of failed attempts; messages about a field are beside the field. */
const problemTexts: Readonly<Record<string, { title: string; text: string }>> = {
  declined: {
    title: 'The payment was declined, and nothing was charged.',
    text: 'Your cart is still here. Press Pay to try again with another card.',
  },
  expired: {
    title: 'That took too long and was undone; nothing was charged.',
    text: 'Your cart is still here. Press Pay to try again.',
  },
  busy: {
    title: 'Your purchase is still being worked on.',
    text: 'Wait a moment and press Pay again: it stays one purchase, and you are charged once at most.',
  },
  down: {
    title: 'Something on our side does not answer.',
    text: 'Wait a moment and press Pay again: it stays one purchase, and you are charged once at most.',
  },
  too_large: {
    title: 'This is more than can be bought at once.',
    text: 'Nothing was charged. Buy it in parts.',
  },
  unpaid_orders: {
    title: 'Several of your orders wait for their payment.',
    text: 'Pay or cancel one of them, then press Pay again. Nothing was charged.',
  },
  short: {
    title: 'Other shoppers are paying for some of this right now.',
    text: 'Nothing was charged. Press Pay again in some minutes, or take less of it.',
  },
  refused: {
    title: 'We could not take this order as it is.',
    text: 'Nothing was charged. Please check what you entered and press Pay again.',
  },
};

/** What the shopper must know before pressing Pay again. */
export function CheckoutNotice({ cart, problem, before, hasFaults }: CheckoutNoticeProps) {
  const missing = cart.lines.filter(line => !canBuyLine(line));
  const changed = cart.lines.filter(
    ({ sku, unitPrice }) => (ownProperty(before, sku) ?? unitPrice.amount) !== unitPrice.amount,
  );
  const isShownBelow = problem === undefined || (problem === 'short' && missing.length > 0);
  const text = isShownBelow ? undefined : problemTexts[problem];
  return (
    <div className="mb-6 grid gap-3 empty:hidden">
      {text && (
        <Note tone="critical" title={text.title}>
          {text.text}
        </Note>
      )}
      {hasFaults && <Note tone="critical" title="Something below is not right yet. Nothing was charged." />}
      {changed.length > 0 && (
        <Note
          tone="caution"
          title={changed.length === 1 ? 'A price changed since you saw it.' : 'Some prices changed since you saw them.'}
        >
          <ul>
            {changed.map(({ sku, title, unitPrice }) => (
              <li key={sku} className="tabular-nums">
                {title}: {formatMoney({ amount: ownProperty(before, sku) ?? 0, currency: unitPrice.currency })} →{' '}
                {formatMoney(unitPrice)}
              </li>
            ))}
          </ul>
          <p className="mt-1">Pay only if the new total is fine with you. Nothing was charged.</p>
        </Note>
      )}
      {missing.length > 0 && <Missing lines={missing} />}
    </div>
  );
}

/** The lines that are not available, each with a button that adjusts it. */
function Missing({ lines }: { lines: readonly CartLine[] }) {
  return (
    <Note tone="critical" title="Meanwhile someone else was quicker. Nothing was charged.">
      <ul className="grid gap-2">
        {lines.map(({ sku, title, available, quantity, purchasable }) => {
          const left = purchasable === false ? 0 : available;
          return (
            <li key={sku}>
              <form action="/cart/lines" method="post" className="flex flex-wrap items-center justify-between gap-2">
                <span>
                  {title}:{' '}
                  {purchasable === false
                    ? 'no longer for sale'
                    : left === 0
                      ? 'sold out'
                      : `${left} left of the ${quantity} you want`}
                </span>
                <input type="hidden" name="sku" value={sku} />
                <input type="hidden" name="next" value="/checkout" />
                <button type="submit" name="quantity" value={left} className="button button-quiet">
                  {left === 0 ? 'Go on without it' : `Take ${left}`}
                </button>
              </form>
            </li>
          );
        })}
      </ul>
    </Note>
  );
}

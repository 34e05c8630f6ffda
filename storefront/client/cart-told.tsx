'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useState } from 'react';
import type { Changed, Removed } from '../shop/cart.ts';
import { firstState, send, useCart } from './cart-store.ts';

/** What concerns no line that is shown. */
function toldOf({ cart, notices }: Pick<Changed, 'cart' | 'notices'>): string {
  const shown = new Set(cart?.lines.map(({ sku }) => sku));
  if (cart && notices.some(({ kind }) => kind === 'down'))
    return 'We cannot change your cart right now: the shop does not answer. Please try again in a moment.';
  return notices.some(notice => 'sku' in notice && !shown.has(notice.sku))
    ? 'That could not be added: there is none left, or it is no longer for sale.'
    : '';
}

/**
 * What the last change came to: that it could not be made, or what was taken out, with the way back. Read aloud when it
 * changes.
 */
export function CartTold({ first }: { first?: Changed | undefined }) {
  const state = useCart(first && firstState(first));
  const text = toldOf(state);
  const { removed } = state;
  return (
    <>
      <div role="status" className={text ? 'mb-3 rounded-xl bg-caution-tint px-4 py-3 text-caution-ink text-md' : ''}>
        {text}
      </div>
      <div role="status">{removed && <Undo key={removed.sku} removed={removed} />}</div>
    </>
  );
}

function Undo({ removed: { sku, title, quantity } }: { removed: Removed }) {
  const [isAsked, setAsked] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isAsked) return;
    setAsked(true);
    // The button goes when the line is back: the focus goes on at the part of the page that they are in.
    event.currentTarget.closest<HTMLElement>('[tabindex="-1"]')?.focus({ preventScroll: true });
    send(new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter)).then(() => setAsked(false));
  };
  return (
    <form
      action="/cart/lines"
      method="post"
      onSubmit={submit}
      className="mb-3 flex items-center justify-between gap-4 rounded-xl bg-sunken py-1 pr-2 pl-4 text-md"
    >
      <span className="min-w-0 py-2">
        Removed <span className="[overflow-wrap:anywhere]">{title}</span>.
      </span>
      <input type="hidden" name="sku" value={sku} />
      {quantity > 0 && (
        <button
          type="submit"
          name="quantity"
          value={quantity}
          aria-disabled={isAsked || undefined}
          className="link min-h-11 shrink-0 px-2 font-medium aria-disabled:opacity-60"
        >
          Undo
          <span className="sr-only">: put {quantity === 1 ? 'it' : `all ${quantity}`} back</span>
        </button>
      )}
    </form>
  );
}

/** The same over an empty cart: when something is in it again, the page shows that. */
export function EmptyCartTold({ first }: { first: Changed }) {
  const { cart } = useCart(firstState(first));
  const router = useRouter();
  const isFilled = (cart?.lines.length ?? 0) > 0;
  useEffect(() => {
    if (isFilled) router.refresh();
  }, [isFilled, router]);
  return <CartTold first={first} />;
}

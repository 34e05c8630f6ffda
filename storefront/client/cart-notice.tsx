'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useState } from 'react';
import { fill, fillNodes } from '../messages/text.ts';
import type { CartChange, RemovedLine } from '../shop/cart.ts';
import { initialState, send, useCart } from './cart-store.ts';
import { type BrowserMessages, useMessages } from './messages.tsx';

/** The notice that belongs to no line on the page. */
function noticeText({ cart, notices }: Pick<CartChange, 'cart' | 'notices'>, words: BrowserMessages['cart']): string {
  const shown = new Set(cart?.lines.map(({ sku }) => sku));
  if (cart && notices.some(({ kind }) => kind === 'down')) return words.down;
  const limit = notices.find(notice => notice.kind === 'limit' && !shown.has(notice.sku));
  if (limit?.kind === 'limit') return fill(words.tooMany, { reason: limit.reason });
  return notices.some(notice => 'sku' in notice && !shown.has(notice.sku)) ? words.notAdded : '';
}

/** The result of the last change: why it failed, or the removed line with an undo button. A live region. */
export function CartNotice({ first }: { first?: CartChange | undefined }) {
  const state = useCart(first && initialState(first));
  const { cart: words } = useMessages();
  const text = noticeText(state, words);
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

function Undo({ removed: { sku, title, quantity } }: { removed: RemovedLine }) {
  const { cart: words } = useMessages();
  const [isSending, setSending] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isSending) return;
    setSending(true);
    // The button disappears when the line is back: the focus moves to the part of the page around it.
    event.currentTarget.closest<HTMLElement>('[tabindex="-1"]')?.focus({ preventScroll: true });
    send(new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter)).then(() => setSending(false));
  };
  return (
    <form
      action="/cart/lines"
      method="post"
      onSubmit={submit}
      className="mb-3 flex items-center justify-between gap-4 rounded-xl bg-sunken py-1 pr-2 pl-4 text-md"
    >
      <span className="min-w-0 py-2">
        {fillNodes(words.removed, { title: <span className="[overflow-wrap:anywhere]">{title}</span> })}
      </span>
      <input type="hidden" name="sku" value={sku} />
      {quantity > 0 && (
        <button
          type="submit"
          name="quantity"
          value={quantity}
          aria-disabled={isSending || undefined}
          className="link min-h-11 shrink-0 px-2 font-medium aria-disabled:opacity-60"
        >
          {words.undo}
          <span className="sr-only">{quantity === 1 ? words.undoOne : fill(words.undoAll, { count: quantity })}</span>
        </button>
      )}
    </form>
  );
}

/** The same above an empty cart; the page is rendered again when the cart has lines. */
export function EmptyCartNotice({ first }: { first: CartChange }) {
  const { cart } = useCart(initialState(first));
  const router = useRouter();
  const isFilled = (cart?.lines.length ?? 0) > 0;
  useEffect(() => {
    if (isFilled) router.refresh();
  }, [isFilled, router]);
  return <CartNotice first={first} />;
}

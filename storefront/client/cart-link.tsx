'use client';
import { useSyncExternalStore } from 'react';
import { countOf, useCart } from './cart-store.ts';
import { useMessages } from './messages.tsx';
import { Shortened } from './shortened.tsx';

/** The count beside the cart. Pages are the same for everybody, so it comes from a cookie that the server sets. */
const countInCookie = (): number => Number(/(?:^|; )cart-count=(\d+)/.exec(document.cookie)?.[1] ?? 0);
/** Browsers without CookieStore show the new count when the page is looked at again. */
function onCookieChange(changed: () => void): () => void {
  const store: EventTarget | undefined =
    'cookieStore' in globalThis && cookieStore instanceof EventTarget ? cookieStore : undefined;
  store?.addEventListener('change', changed);
  document.addEventListener('visibilitychange', changed);
  return () => {
    store?.removeEventListener('change', changed);
    document.removeEventListener('visibilitychange', changed);
  };
}

/** The link to the cart, with its count once the script runs. */
export function CartLink() {
  const state = useCart();
  const { cart: words } = useMessages();
  const cookieCount = useSyncExternalStore(onCookieChange, countInCookie, () => undefined);
  const isChanging = Object.keys(state.requested).length > 0;
  const count = isChanging ? countOf(state) + (state.isKnown ? 0 : (cookieCount ?? 0)) : cookieCount;
  return (
    <a
      href="/cart"
      data-cart-link=""
      className="flex min-h-11 items-center gap-2 rounded-lg px-3 text-md hover:bg-hover max-sm:px-2"
    >
      <Shortened word={words.link} short={words.linkShort} />
      {count === undefined && (
        <noscript>
          <img src="/cart/count" alt="" width={28} height={20} />
        </noscript>
      )}
      <span
        aria-live="polite"
        className={
          count
            ? 'grid h-5 min-w-5 place-items-center rounded-full bg-action px-1.5 text-on-action text-xs tabular-nums'
            : 'sr-only'
        }
      >
        {count === 0 ? words.linkEmpty : count}
        {count ? <span className="sr-only"> {words.linkCount}</span> : null}
      </span>
    </a>
  );
}

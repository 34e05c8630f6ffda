'use client';
import type { MouseEvent } from 'react';
import { isChanging, whenSettled } from './cart-store.ts';
import { useMessages } from './messages.tsx';

/** How long the checkout waits for changes of the cart, ms; they arrive there after that all the same (`keepalive`). */
const MAX_WAIT_MS = 4_000;

/**
 * Leads to the checkout: a plain link. With a script it waits for quantities that are being changed, and stays where
 * one of them was corrected, with the reason.
 */
export function CheckoutLink({ className }: { className: string }) {
  const { cart: words } = useMessages();
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !isChanging()) return;
    event.preventDefault();
    const late = new Promise<true>(resolve => setTimeout(resolve, MAX_WAIT_MS, true));
    void Promise.race([whenSettled(), late]).then(isAsRequested => isAsRequested && location.assign('/checkout'));
  };
  return (
    <a href="/checkout" onClick={onClick} className={className}>
      {words.checkOut}
    </a>
  );
}

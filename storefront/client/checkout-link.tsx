'use client';
import type { MouseEvent } from 'react';
import { isChanging, whenSettled } from './cart-store.ts';

/**
 * Leads to the checkout: a plain link. With a script it waits for quantities that are being changed, and stays where
 * one of them was corrected, with the reason.
 */
export function CheckoutLink({ className }: { className: string }) {
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !isChanging()) return;
    event.preventDefault();
    void whenSettled().then(isAsRequested => isAsRequested && location.assign('/checkout'));
  };
  return (
    <a href="/checkout" onClick={onClick} className={className}>
      Check out
    </a>
  );
}

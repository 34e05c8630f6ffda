'use client';
import { useEffect, useRef } from 'react';
import { CartLines, closeDrawer } from './cart-lines.tsx';
import { CartNotice } from './cart-notice.tsx';
import { refresh, send, setState, useCart } from './cart-store.ts';
import { CheckoutLink } from './checkout-link.tsx';
import { useMessages } from './messages.tsx';

/** The cart in a drawer. Forms with `data-cart` open it instead of leaving the page. */
export function CartDrawer() {
  const dialog = useRef<HTMLDialogElement>(null);
  const { cart, isOpen, isKnown, notices } = useCart();
  const { cart: words } = useMessages();

  useEffect(() => {
    const onSubmit = (event: SubmitEvent) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !('cart' in form.dataset)) return;
      event.preventDefault();
      const button = event.submitter;
      button?.setAttribute('aria-disabled', 'true');
      send(new FormData(form, button)).then(() => {
        button?.removeAttribute('aria-disabled');
        setState({ isOpen: true });
      });
    };
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[data-cart-link]') : null;
      if (
        !link ||
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        ['/cart', '/checkout'].includes(location.pathname)
      )
        return;
      event.preventDefault();
      setState({ isOpen: true });
      void refresh();
    };
    document.addEventListener('submit', onSubmit);
    document.addEventListener('click', onClick);
    return () => {
      document.removeEventListener('submit', onSubmit);
      document.removeEventListener('click', onClick);
    };
  }, []);

  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    if (!isOpen) dialog.current?.close();
  }, [isOpen]);

  const isEmpty = isKnown && (!cart || cart.lines.length === 0);
  const isDown = notices.some(({ kind }) => kind === 'down');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the drawer closes it; the keyboard has Escape
    <dialog
      ref={dialog}
      aria-labelledby="drawer-title"
      onClose={closeDrawer}
      onClick={event => event.target === dialog.current && closeDrawer()}
      className="drawer fixed inset-y-0 right-0 left-auto m-0 h-dvh max-h-none w-full max-w-md bg-raised text-ink shadow-lg"
    >
      <div className="flex h-full flex-col px-5 pb-5">
        <div className="flex items-center justify-between py-3">
          <h2 id="drawer-title" className="text-lg">
            {words.title}
          </h2>
          <button type="button" onClick={closeDrawer} className="min-h-11 rounded-lg px-3 text-md hover:bg-hover">
            {words.close}
          </button>
        </div>
        <div tabIndex={-1} className="flex-1 overflow-y-auto outline-none">
          <CartNotice />
          {isEmpty ? (
            <p role="status" className="py-16 text-center text-soft">
              {isDown && !cart ? words.unknown : words.empty}
            </p>
          ) : (
            <CartLines />
          )}
        </div>
        {!isEmpty && cart && (
          <div className="grid gap-2 pt-4">
            <CheckoutLink className="button" />
            <a href="/cart" className="button button-quiet">
              {words.see}
            </a>
          </div>
        )}
      </div>
    </dialog>
  );
}

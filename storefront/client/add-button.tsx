'use client';
import { type FormEvent, useEffect, useRef } from 'react';
import { fill } from '../messages/text.ts';
import { ownProperty } from '../shop/own-property.ts';
import { addOne, loadCart, requestQuantity, useCart } from './cart-store.ts';
import { useMessages } from './messages.tsx';

interface AddButtonProps {
  sku: string;
  title: string;
  /** Undefined where the stock was not read. */
  available: number | undefined;
}

/** Puts one of a thing into the cart: a plain form. With a script it stays on the page and becomes − 2 +. */
export function AddButton({ sku, title, available = Number.MAX_SAFE_INTEGER }: AddButtonProps) {
  const { cart, requested } = useCart();
  const { card: words } = useMessages();
  const line = cart?.lines.find(each => each.sku === sku);
  const quantity = ownProperty(requested, sku) ?? line?.quantity ?? 0;
  const most = line ? Math.max(line.available, line.quantity) : available;
  const plus = useRef<HTMLButtonElement>(null);
  useEffect(loadCart, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    addOne(sku, title);
  };
  const change = (to: number) => {
    requestQuantity(sku, to, title);
    if (to === 0) plus.current?.focus({ preventScroll: true });
  };
  return (
    <form
      action="/cart/lines"
      method="post"
      onSubmit={submit}
      className={`pointer-events-auto flex items-center rounded-full ${quantity > 0 ? 'bg-raised shadow-md ring-1 ring-line' : ''}`}
    >
      <input type="hidden" name="sku" value={sku} />
      <input type="hidden" name="add" value="1" />
      <input type="hidden" name="next" value="back" />
      {quantity > 0 && (
        <>
          <button
            type="button"
            onClick={() => change(quantity - 1)}
            aria-label={fill(words.less, { title })}
            className="round-quiet"
          >
            −
          </button>
          <output className="min-w-6 text-center font-medium tabular-nums" aria-label={fill(words.inCart, { title })}>
            {quantity}
          </output>
        </>
      )}
      <button
        ref={plus}
        type="submit"
        aria-label={fill(quantity > 0 ? words.more : words.add, { title })}
        disabled={quantity >= most}
        className={quantity > 0 ? 'round-quiet' : 'round'}
      >
        +
      </button>
    </form>
  );
}

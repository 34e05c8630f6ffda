'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { formatMoney, type Money } from '../../look/money.ts';
import { fill, type Template } from '../messages/text.ts';
import type { CartChange, CartLine, Notice } from '../shop/cart.ts';
import { multiply, sum } from '../shop/money.ts';
import { ownProperty } from '../shop/own-property.ts';
import { initialState, requestQuantity, setState, syncFromPage, useCart } from './cart-store.ts';
import { type BrowserMessages, useMessages } from './messages.tsx';

/** The notices of a line, as sentences. */
function lineNotices(line: CartLine, notices: readonly Notice[], { cart: words, locale }: BrowserMessages): string[] {
  const money = (amount: Money) => formatMoney(amount, locale);
  const own = notices.flatMap(notice => {
    if (!('sku' in notice) || notice.sku !== line.sku) return [];
    if (notice.kind === 'price') return [fill(words.priceChanged, { was: money(notice.was), now: money(notice.now) })];
    if (notice.kind === 'limit') return [fill(words.tooMany, { reason: notice.reason })];
    if (notice.kind !== 'short') return [];
    return [notice.available > 0 ? fill(words.onlyLeft, { count: notice.available }) : words.noneLeft];
  });
  return [...new Set(own)];
}

function Stepper({ line, quantity }: { line: CartLine; quantity: number }) {
  const most = Math.max(line.available, line.quantity);
  const { cart: words } = useMessages();
  const button = (to: number, name: Template<'title'>, sign: string) => (
    <button
      type="submit"
      name="quantity"
      value={to}
      aria-label={fill(name, { title: line.title })}
      disabled={to > most}
      className="grid size-11 place-items-center rounded-lg text-lg hover:bg-hover disabled:text-faint disabled:opacity-40 disabled:hover:bg-transparent"
    >
      {sign}
    </button>
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const pressed = (event.nativeEvent as SubmitEvent).submitter;
    if (!(pressed instanceof HTMLButtonElement)) return;
    event.preventDefault();
    requestQuantity(line.sku, Number(pressed.value));
  };
  const form = { action: '/cart/lines', method: 'post' };
  const sku = <input type="hidden" name="sku" value={line.sku} />;
  return (
    <div className="flex items-center">
      <form {...form} onSubmit={submit}>
        {sku}
        {button(quantity - 1, quantity === 1 ? words.removeOne : words.less, quantity === 1 ? '×' : '−')}
      </form>
      <TypedQuantity line={line} quantity={quantity} />
      <form {...form} onSubmit={submit}>
        {sku}
        {button(quantity + 1, words.more, '+')}
      </form>
    </div>
  );
}

/** The quantity as a field of its own: 21 of a thing are typed, not pressed. Enter or leaving the field sets it. */
function TypedQuantity({ line: { sku, title }, quantity }: { line: CartLine; quantity: number }) {
  const { cart: words } = useMessages();
  const field = useRef<HTMLInputElement>(null);
  const shown = useRef(quantity);
  useEffect(() => {
    if (shown.current === quantity) return; // what was typed before the script ran stays
    shown.current = quantity;
    if (field.current) field.current.value = String(quantity);
  }, [quantity]);
  const apply = (typed: string) => {
    const wanted = /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : quantity;
    if (field.current) field.current.value = String(wanted);
    if (wanted !== quantity) requestQuantity(sku, wanted);
  };
  return (
    <form
      action="/cart/lines"
      method="post"
      onSubmit={event => {
        event.preventDefault();
        apply(String(new FormData(event.currentTarget).get('quantity') ?? ''));
      }}
    >
      <input type="hidden" name="sku" value={sku} />
      <input
        ref={field}
        name="quantity"
        defaultValue={quantity}
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        enterKeyHint="done"
        aria-label={fill(words.quantity, { title })}
        onFocus={event => event.target.select()}
        onBlur={event => apply(event.target.value)}
        className="h-11 w-11 rounded-lg bg-transparent text-center tabular-nums hover:bg-hover"
      />
    </form>
  );
}

function Line({ line, quantity, notices }: { line: CartLine; quantity: number; notices: readonly Notice[] }) {
  const { sku, title, slug, image, unitPrice, available, purchasable } = line;
  const isUnavailable = purchasable === false || available === 0;
  const messages = useMessages();
  const { cart: words, locale } = messages;
  const texts = lineNotices(line, notices, messages);
  return (
    <li className="grid grid-cols-[4.5rem_1fr_auto] gap-x-4 py-4">
      <span
        className="ground block size-[4.5rem] overflow-hidden rounded-lg"
        style={{ '--tint': image?.tint } as object}
      >
        {image && (
          <img
            src={image.url.replace(/-\d+\.webp$/, '-160.webp')}
            alt=""
            width={160}
            height={160}
            className={`picture size-full object-cover ${isUnavailable ? 'opacity-40' : ''}`}
          />
        )}
      </span>
      <div className="min-w-0">
        {slug ? (
          <a href={`/products/${slug}`} className="line-clamp-4 font-medium leading-snug hover:underline">
            {title}
          </a>
        ) : (
          <span className="font-medium">{title}</span>
        )}
        <p className="mt-0.5 text-faint text-md tabular-nums">
          {fill(words.each, { price: formatMoney(unitPrice, locale) })}
        </p>
        {texts.map(text => (
          <p key={text} className="mt-1 text-caution-ink text-md">
            {text}
          </p>
        ))}
        {purchasable === false && <p className="mt-1 text-critical-ink text-md">{words.notForSale}</p>}
        {purchasable !== false && available === 0 && <p className="mt-1 text-critical-ink text-md">{words.soldOut}</p>}
        {purchasable !== false && available > 0 && quantity > available && <Adjust line={line} />}
        {!isUnavailable && quantity === available && texts.length === 0 && (
          <p className="mt-1 text-faint text-md">{words.all}</p>
        )}
      </div>
      <div className="flex flex-col items-end justify-between">
        <span className="font-medium tabular-nums">{formatMoney(multiply(unitPrice, quantity), locale)}</span>
        {isUnavailable ? <Remove sku={sku} title={title} /> : <Stepper line={line} quantity={quantity} />}
      </div>
    </li>
  );
}

/** The available quantity, with a button that sets it. */
function Adjust({ line: { sku, available } }: { line: CartLine }) {
  const { cart: words } = useMessages();
  return (
    <form action="/cart/lines" method="post" className="mt-1 text-md">
      <span className="text-critical-ink">{fill(words.left, { count: available })} </span>
      <input type="hidden" name="sku" value={sku} />
      <button type="submit" name="quantity" value={available} className="link min-h-6 font-medium">
        {fill(words.take, { count: available })}
      </button>
    </form>
  );
}

function Remove({ sku, title }: { sku: string; title: string }) {
  const { cart: words } = useMessages();
  return (
    <form
      action="/cart/lines"
      method="post"
      onSubmit={event => {
        event.preventDefault();
        requestQuantity(sku, 0);
      }}
    >
      <input type="hidden" name="sku" value={sku} />
      <button
        type="submit"
        name="quantity"
        value="0"
        aria-label={fill(words.removeLine, { title })}
        className="link min-h-11 text-md"
      >
        {words.remove}
      </button>
    </form>
  );
}

/**
 * When a line is removed, the focus moves to the list, or to the part of the page around it where the list is empty.
 */
function useFocus(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const before = useRef(count);
  useEffect(() => {
    const isLess = count < before.current;
    before.current = count;
    if (!isLess || document.activeElement !== document.body) return;
    const place = count > 0 ? list.current : list.current?.parentElement?.closest<HTMLElement>('[tabindex="-1"]');
    place?.focus({ preventScroll: true });
  }, [count]);
  return list;
}

/** The lines of the cart and their subtotal. Quantities change at once; the server's response corrects them. */
export function CartLines({ first, children }: { first?: CartChange; children?: ReactNode }) {
  const { cart, requested, notices } = useCart(first && initialState(first));
  useEffect(() => {
    if (first) syncFromPage(first);
  }, [first]);
  const lines = (cart?.lines ?? [])
    .map(line => ({ line, quantity: ownProperty(requested, line.sku) ?? line.quantity }))
    .filter(({ quantity }) => quantity > 0);
  const list = useFocus(lines.length);
  const { cart: words, locale } = useMessages();
  const router = useRouter();
  const isEmptied = first !== undefined && cart?.lines.length === 0;
  useEffect(() => {
    if (isEmptied) router.refresh(); // the page has a message for an empty cart
  }, [isEmptied, router]);
  if (!cart || isEmptied) return null;
  const subtotal = sum(
    lines.map(({ line, quantity }) => multiply(line.unitPrice, quantity)),
    cart.subtotal.currency,
  );
  return (
    <>
      <ul ref={list} tabIndex={-1} aria-label={words.lines} className="divide-y divide-line outline-none">
        {lines.map(({ line, quantity }) => (
          <Line key={line.sku} line={line} quantity={quantity} notices={notices} />
        ))}
      </ul>
      <p className="flex items-baseline justify-between border-line border-t pt-4 font-medium">
        <span>{words.subtotal}</span>
        <output aria-live="polite" className="text-lg tabular-nums">
          {formatMoney(subtotal, locale)}
        </output>
      </p>
      {children}
    </>
  );
}

/** Closes the drawer. */
export const closeDrawer = (): void => setState({ isOpen: false, removed: undefined });

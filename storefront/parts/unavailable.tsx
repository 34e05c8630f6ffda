import type { ReactNode } from 'react';
import { Live } from '../client/live.tsx';
import type { Down } from '../shop/gateway.ts';
import { readCookie, tellDown } from '../shop/visit.ts';
import { Empty } from './empty.tsx';

interface UnavailableProps {
  down: Down;
  /** What cannot be shown, at the beginning of a sentence. */
  what: string;
  retry: string;
  /** What the shopper may worry about. */
  children?: ReactNode;
}

/**
 * A part of the shop is down, told as it is; the answer becomes a 503 that says when to ask again, and where a script
 * runs the page asks by itself.
 */
export function Unavailable({ down, what, retry, children = 'What is in your cart is kept.' }: UnavailableProps) {
  tellDown(down.retryAfter);
  return (
    <Empty
      title={`${what} cannot be shown right now`}
      actions={[{ name: 'Try again', path: retry }, ...(retry === '/' ? [] : [{ name: 'Home', path: '/' }])]}
    >
      <p>Something on our side is not answering. It is usually back within a minute.</p>
      <p className="mt-2">{children}</p>
      <Live everyMs={Math.max(down.retryAfter, 2) * 1_000} />
    </Empty>
  );
}

/** "The 3 things in your cart are kept", as far as the browser knows how many. */
export function cartIsKept(): string {
  const count = /^[1-9]\d{0,6}$/.exec(readCookie('cart-count') ?? '')?.[0];
  if (count === undefined) return 'What is in your cart is kept';
  return count === '1' ? 'The thing in your cart is kept' : `The ${count} things in your cart are kept`;
}

import type { ReactNode } from 'react';
import { Live } from '../client/live.tsx';
import type { ServiceUnavailable } from '../shop/gateway.ts';
import { readCookie, respondUnavailable } from '../shop/request-context.ts';
import { Empty } from './empty.tsx';

interface UnavailableProps {
  down: ServiceUnavailable;
  /** The subject of the message. */
  what: string;
  retry: string;
  /** What the shopper need not worry about. */
  children?: ReactNode;
}

/**
 * A message that a service is down. The response becomes a 503 with `Retry-After`; where a script runs the page
 * retries.
 */
export function Unavailable({ down, what, retry, children = 'What is in your cart is kept.' }: UnavailableProps) {
  respondUnavailable(down.retryAfter);
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

/** "The 3 things in your cart are kept", by the count that the browser has. */
export function cartReassurance(): string {
  const count = /^[1-9]\d{0,6}$/.exec(readCookie('cart-count') ?? '')?.[0];
  if (count === undefined) return 'What is in your cart is kept';
  return count === '1' ? 'The thing in your cart is kept' : `The ${count} things in your cart are kept`;
}

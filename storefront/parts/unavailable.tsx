import type { ReactNode } from 'react';
import { Live } from '../client/live.tsx';
import { counted, type Messages, messages } from '../messages/messages.ts';
import type { Plural } from '../messages/text.ts';
import type { ServiceUnavailable } from '../shop/gateway.ts';
import { readCookie, respondUnavailable } from '../shop/request-context.ts';
import { Empty } from './empty.tsx';

interface UnavailableProps {
  down: ServiceUnavailable;
  /** What cannot be shown. */
  what: keyof Messages['shop']['unavailable']['titles'];
  retry: string;
  /** What the shopper need not worry about. */
  children?: ReactNode;
}

/**
 * A message that a service is down. The response becomes a 503 with `Retry-After`; where a script runs the page
 * retries.
 */
export function Unavailable({ down, what, retry, children }: UnavailableProps) {
  const { home, unavailable: words } = messages().shop;
  respondUnavailable(down.retryAfter);
  return (
    <Empty
      title={words.titles[what]}
      actions={[{ name: words.retry, path: retry }, ...(retry === '/' ? [] : [{ name: home, path: '/' }])]}
    >
      <p>{words.text}</p>
      <p className="mt-2">{children ?? words.cartKept}</p>
      <Live everyMs={Math.max(down.retryAfter, 2) * 1_000} />
    </Empty>
  );
}

/** "The 3 things in your cart are kept.", by the count that the browser has. */
export function cartReassurance({ cartKept, cartCountKept }: { cartKept: string; cartCountKept: Plural }): string {
  const count = /^[1-9]\d{0,6}$/.exec(readCookie('cart-count') ?? '')?.[0];
  return count === undefined ? cartKept : counted(cartCountKept, Number(count));
}

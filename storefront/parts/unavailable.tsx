import type { Down } from '../shop/gateway.ts';
import { tellDown } from '../shop/visit.ts';
import { Empty } from './empty.tsx';

/** A part of the shop is down, told as it is; the answer becomes a 503 that says when to ask again. */
export function Unavailable({ down, what, retry }: { down: Down; what: string; retry: string }) {
  tellDown(down.retryAfter);
  return (
    <Empty
      title={`${what} cannot be shown right now`}
      actions={[
        { name: 'Try again', path: retry },
        { name: 'Home', path: '/' },
      ]}
    >
      <p>Something on our side is not answering. Your cart is safe, and nothing was charged. It is usually back within a minute.</p>
    </Empty>
  );
}

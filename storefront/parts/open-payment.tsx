import type { OpenPurchase } from '../shop/open-purchase.ts';
import { Note } from './notice.tsx';

/** Whoever left the payment page is told that nothing was charged, and how to go on. */
export function OpenPayment({ open }: { open: OpenPurchase | undefined }) {
  if (!open) return null;
  return (
    <div className="mb-6">
      <Note tone="info" title="You have not paid yet, and nothing was charged.">
        Order {open.orderNumber} waits for its payment, and what is in it is held for you.{' '}
        <a className="link font-medium" href={open.payAt}>
          Go on paying
        </a>
        , or change the cart and check out again.
      </Note>
    </div>
  );
}

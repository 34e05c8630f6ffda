import type { OpenPurchase } from '../shop/open-purchase.ts';
import { CancelOrder } from './cancel-order.tsx';
import { Note } from './notice.tsx';

/** For a shopper who left the payment page: nothing was charged; links to pay, or to cancel. */
export function OpenPayment({ open, where }: { open: OpenPurchase | undefined; where: 'cart' | 'checkout' }) {
  if (!open) return null;
  const { orderId, orderNumber, paymentUrl: payAt } = open;
  return (
    <div className="mb-6">
      <Note tone="info" title="You have not paid yet, and nothing was charged.">
        <p>
          Order {orderNumber} waits for its payment, and what is in it is held for you.{' '}
          {where === 'cart'
            ? 'Change the cart and check out again, and a new order takes its place.'
            : 'Change what you like below and press Pay, and a new order takes its place.'}
        </p>
        <div className="mt-2 flex flex-wrap items-baseline gap-x-5 gap-y-1">
          <a className="link font-medium" href={payAt}>
            Go on paying
          </a>
          <CancelOrder id={orderId} number={orderNumber} />
        </div>
      </Note>
    </div>
  );
}

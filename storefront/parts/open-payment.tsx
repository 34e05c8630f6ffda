import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { OpenPurchase } from '../shop/open-purchase.ts';
import { CancelOrder } from './cancel-order.tsx';
import { Note } from './notice.tsx';

/** For a shopper who left the payment page: nothing was charged; links to pay, or to cancel. */
export function OpenPayment({ open, where }: { open: OpenPurchase | undefined; where: 'cart' | 'checkout' }) {
  if (!open) return null;
  const words = messages().cart.openPayment;
  const { orderId, orderNumber, paymentUrl: payAt } = open;
  return (
    <div className="mb-6">
      <Note tone="info" title={words.title}>
        <p>{fill(where === 'cart' ? words.inCart : words.inCheckout, { number: orderNumber })}</p>
        <div className="mt-2 flex flex-wrap items-baseline gap-x-5 gap-y-1">
          <a className="link font-medium" href={payAt}>
            {words.pay}
          </a>
          <CancelOrder id={orderId} number={orderNumber} />
        </div>
      </Note>
    </div>
  );
}

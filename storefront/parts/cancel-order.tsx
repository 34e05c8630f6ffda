import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';

/** Cancels an order that is not paid: a plain form that leads to the order's page. */
export function CancelOrder({ id, number }: { id: string; number: string }) {
  return (
    <form action={`/orders/${id}/cancellation`} method="post" className="inline">
      <button type="submit" className="link min-h-6">
        {fill(messages().cart.openPayment.cancel, { number })}
      </button>
    </form>
  );
}

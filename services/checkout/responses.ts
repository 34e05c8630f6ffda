import type { Checkout as CheckoutBody, CreateCheckoutResponse, Sku } from '../../generated/checkout/types.ts';
import { formatMoney } from '../../look/money.ts';
import { refusal } from '../platform/http/problem.ts';
import type { Ending, Placed } from './checkout.ts';

/** The ids of a checkout and of its order, which do not depend on its outcome. */
export interface CheckoutIds {
  id: string;
  orderId: string;
  orderToken: string;
}

type Payment = CheckoutBody['payment'];

/** A checkout whose order exists, as its shopper sees it. */
export function asCheckout(
  ids: CheckoutIds,
  placed: Placed,
  status: CheckoutBody['status'],
  payment: Payment,
): CheckoutBody {
  const { subtotal, shipping, total } = placed.plan.totals;
  const { id, orderId, orderToken } = ids;
  const { orderNumber, reservedUntil } = placed;
  return { id, orderId, orderNumber, orderToken, status, subtotal, shipping, total, payment, expiresAt: reservedUntil };
}

export function openPayment(ending: Ending & { as: 'awaiting_payment' }): Payment {
  return ending.redirectUrl === undefined
    ? { status: ending.payment }
    : { status: ending.payment, redirectUrl: ending.redirectUrl };
}

/** The response to a finished checkout; it depends on the ending alone, so a replay is the same response. */
export function responseTo(ids: CheckoutIds, ending: Ending, placed: Placed | undefined): CreateCheckoutResponse {
  switch (ending.as) {
    case 'authorized':
    case 'awaiting_payment': {
      if (!placed) throw new Error('A checkout ended well without an order');
      const authorized = ending.as === 'authorized';
      const payment: Payment = authorized ? { status: 'authorized' } : openPayment(ending);
      return {
        status: 201,
        body: asCheckout(ids, placed, authorized ? 'authorized' : 'awaiting_payment', payment),
      };
    }
    case 'declined': {
      const { declineCode, detail = 'The card was declined; nobody is charged.' } = ending;
      const decline = declineCode === undefined ? {} : { declineCode };
      return refusal(402, detail, { code: 'payment_declined', orderId: ids.orderId, ...decline });
    }
    case 'price_changed':
      return refusal(
        409,
        `The price changed of ${list(ending.changes, ({ newPrice }) => `now ${formatMoney(newPrice)}`)}.`,
        {
          code: ending.as,
          changes: ending.changes,
        },
      );
    case 'not_enough_stock':
      return refusal(409, `There is not enough of ${list(ending.shortages, ({ available }) => `${available} left`)}.`, {
        code: ending.as,
        shortages: ending.shortages,
      });
    case 'not_for_sale':
      return refusal(409, `No longer for sale: ${ending.shortages.map(({ sku }) => sku).join(', ')}.`, {
        code: ending.as,
        shortages: ending.shortages,
      });
    case 'rejected':
      return refusal(422, 'This purchase cannot be made as it is; nobody is charged, and nothing is held for it.', {
        code: 'checkout_rejected',
      });
    case 'too_many_unpaid_orders':
      return refusal(409, 'Several of your orders wait for their payment. Pay or cancel one of them first.', {
        code: ending.as,
      });
    case 'no_cart':
      return refusal(404, 'There is no such cart; it may have expired or been bought already.', { code: 'no_cart' });
    case 'expired':
      return refusal(
        409,
        'This checkout took too long and was undone; nobody is charged. Start again with a new Idempotency-Key.',
        {
          code: 'checkout_expired',
        },
      );
  }
}

function list<T extends { sku: Sku }>(items: readonly T[], describe: (item: T) => string): string {
  return items.map(item => `${item.sku} (${describe(item)})`).join(', ');
}

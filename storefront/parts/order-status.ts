import { firstName } from '../../look/first-name.ts';
import type { KnownPaymentStatus } from '../shop/known-payment-status.ts';
import type { Order } from '../shop/orders.ts';

/** What a headline says of an order whose payment has not been recorded yet. */
const pendingHeadlines: Readonly<Record<KnownPaymentStatus, string>> = {
  authorized: 'Your payment has come in',
  unpaid: 'Waiting for your payment',
  unknown: 'Confirming your payment',
};

/** The status of an order as a headline. */
export function headlineOf({ status, shippingAddress: { name } }: Order, known: KnownPaymentStatus): string {
  switch (status) {
    case 'pending':
      return pendingHeadlines[known];
    case 'paid':
      return `Thank you, ${firstName(name)}`;
    case 'shipped':
      return 'On its way';
    case 'delivered':
      return 'Delivered';
    case 'cancelled':
      return 'Cancelled';
    case 'refunded':
      return 'Refunded';
  }
}

/** The message of a cancelled order: the reason, and what happens to the money. */
export function cancellationOf({ timeline, cancelReason }: Pick<Order, 'timeline' | 'cancelReason'>): {
  title: string;
  text: string;
  wasPaid: boolean;
} {
  const wasPaid = timeline.some(({ type }) => type === 'paid');
  const reason = reasonOf(cancelReason);
  if (!wasPaid) return { title: 'This order was cancelled, and nothing was charged.', text: reason, wasPaid };
  return {
    title: 'This order was cancelled, and what you paid is given back.',
    text: `${reason} Banks take a few days to show it.`.trim(),
    wasPaid,
  };
}

function reasonOf(reason: string | undefined): string {
  if (reason === undefined) return '';
  if (reason === 'customer_cancelled') return 'You cancelled it before it was paid.';
  if (reason === 'out_of_stock') return 'There was not enough left of what you ordered; we are sorry.';
  if (reason === 'replaced') return 'You changed something and checked out again: a later order took its place.';
  if (/authorization_lost/.test(reason)) return 'Your bank released the payment before the parcel left.';
  if (/declin/.test(reason)) return 'The card was declined.';
  if (/expired|abandon|timeout/.test(reason)) return 'It was not paid in time.';
  return '';
}

const statusNames: Readonly<Record<Order['status'], string>> = {
  pending: 'Not paid yet',
  paid: 'Being packed',
  shipped: 'On its way',
  delivered: 'Delivered',
  cancelled: 'Cancelled',
  refunded: 'Refunded',
};

/** The status of an order in a list. */
export const statusName = ({ status }: Pick<Order, 'status'>): string => statusNames[status];

import { firstName } from '../../look/first-name.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { KnownPaymentStatus } from '../shop/known-payment-status.ts';
import type { Order } from '../shop/orders.ts';

/** The status of an order as a headline. */
export function headlineOf({ status, shippingAddress: { name } }: Order, known: KnownPaymentStatus): string {
  const { thanks, headlines: words } = messages().order;
  const pending = { authorized: words.pendingAuthorized, unpaid: words.pendingUnpaid, unknown: words.pendingUnknown };
  if (status === 'pending') return pending[known];
  return status === 'paid' ? fill(thanks, { name: firstName(name) }) : words[status];
}

/** The message of a cancelled order: the reason, and what happens to the money. */
export function cancellationOf({ timeline, cancelReason }: Pick<Order, 'timeline' | 'cancelReason'>): {
  title: string;
  text: string;
  wasPaid: boolean;
} {
  const words = messages().order.cancellation;
  const wasPaid = timeline.some(({ type }) => type === 'paid');
  const reason = reasonOf(cancelReason);
  if (!wasPaid) return { title: words.unpaid, text: reason, wasPaid };
  return { title: words.paid, text: `${reason} ${words.banks}`.trim(), wasPaid };
}

function reasonOf(reason: string | undefined): string {
  const words = messages().order.cancellation.reasons;
  if (reason === undefined) return '';
  if (reason === 'customer_cancelled') return words.customer;
  if (reason === 'out_of_stock') return words.stock;
  if (reason === 'replaced') return words.replaced;
  if (/authorization_lost/.test(reason)) return words.released;
  if (/declin/.test(reason)) return words.declined;
  if (/expired|abandon|timeout/.test(reason)) return words.expired;
  return '';
}

/** The status of an order in a list. */
export const statusName = ({ status }: Pick<Order, 'status'>): string => messages().order.statuses[status];

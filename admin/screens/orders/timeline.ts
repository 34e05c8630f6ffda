import type { AuditEntry } from '../../../generated/audit/types.ts';
import type { LedgerEntry, Reservation } from '../../../generated/inventory/types.ts';
import type { Message } from '../../../generated/notifications/types.ts';
import type { Order, TimelineEntry } from '../../../generated/orders/types.ts';
import type { Tone } from '../../kit/components/status-tones.ts';
import { declineText } from './decline-codes.ts';
import type { PendingStep } from './received-events.ts';

/** An event of the timeline, from any service. */
export interface OrderEvent {
  key: string;
  at: string;
  title: string;
  detail?: string;
  tone: Tone;
  traceId?: string;
}

/** The sources of a timeline; a source that is not loaded, or not permitted, is absent. */
export interface TimelineSources {
  order: Order;
  /** Steps of received events that the order does not have yet. */
  pending?: readonly PendingStep[];
  reservation?: Reservation | null | undefined;
  ledger?: readonly LedgerEntry[] | undefined;
  messages?: readonly Message[] | undefined;
  changes?: readonly AuditEntry[] | undefined;
}

const steps: Readonly<Record<TimelineEntry['type'], { title: string; tone: Tone }>> = {
  placed: { title: 'Order placed', tone: 'info' },
  paid: { title: 'Payment authorized', tone: 'positive' },
  stock_allocated: { title: 'Stock set aside', tone: 'positive' },
  stock_missing: { title: 'Not enough stock', tone: 'critical' },
  captured: { title: 'Payment captured', tone: 'positive' },
  shipped: { title: 'Parcel handed to the carrier', tone: 'info' },
  in_transit: { title: 'Parcel on its way', tone: 'info' },
  delivered: { title: 'Parcel delivered', tone: 'positive' },
  cancelled: { title: 'Order cancelled', tone: 'neutral' },
  refunded: { title: 'Money given back', tone: 'neutral' },
  payment_failed: { title: 'Payment failed', tone: 'critical' },
};

/** An automatic cancellation reason in plain words; a reason that somebody typed stays as it is. */
export function cancelReasonText(reason: string): string {
  const automatic: Readonly<Record<string, string>> = {
    payment_declined: 'The payment was declined.',
    payment_abandoned: 'The customer left before paying.',
    payment_expired: 'The customer did not pay in time.',
    checkout_expired: 'The checkout was not finished in time.',
    customer_cancelled: 'The customer cancelled it before paying.',
    replaced: 'The customer changed something before paying; a later order took its place.',
    out_of_stock: 'There was not enough stock.',
    refunded: 'The money was given back.',
  };
  return automatic[reason] ?? reason;
}

/** Replaces the key of the carrier: `local LC768555325`. */
function detailText(detail: string): string {
  return cancelReasonText(detail.replace(/^local (?=LC\d)/, 'Local carrier, '));
}

function ofOrder({ timeline }: Order): OrderEvent[] {
  return timeline.map(({ type, at, detail, traceId }, index) => {
    const words =
      detail === undefined ? undefined : type === 'payment_failed' ? declineText(detail) : detailText(detail);
    return {
      key: `order:${index}`,
      at,
      ...steps[type],
      ...(words === undefined ? {} : { detail: words }),
      ...traced(traceId),
    };
  });
}

const traced = (traceId: string | undefined) => (traceId === undefined ? {} : { traceId });

/** `2 × 1082185 from east`: one event for ledger entries of the same time and reason. */
function ofLedger(ledger: readonly LedgerEntry[]): OrderEvent[] {
  const together = new Map<string, LedgerEntry[]>();
  for (const entry of ledger) {
    const key = `${entry.at} ${entry.reason}`;
    together.set(key, [...(together.get(key) ?? []), entry]);
  }
  return [...together].flatMap(([key, entries]): OrderEvent[] => {
    const [first] = entries;
    if (first === undefined) return [];
    const left = first.delta < 0;
    const { traceId } = first;
    const detail = entries
      .map(({ sku, delta, location }) => `${Math.abs(delta)} × ${sku} ${left ? 'from' : 'to'} ${location}`)
      .join(', ');
    return [
      {
        key: `ledger:${key}`,
        at: first.at,
        title: left ? 'Taken from stock' : 'Back in stock',
        detail,
        tone: 'neutral',
        ...traced(traceId),
      },
    ];
  });
}

/** The checkout that places the order reserves its stock: they share a trace. */
function ofReservation({ createdAt, lines, status, expiresAt }: Reservation, { timeline }: Order): OrderEvent[] {
  if (lines.length === 0) return [];
  const checkout = traced(timeline.find(({ type }) => type === 'placed')?.traceId);
  const detail = lines.map(({ sku, quantity, location }) => `${quantity} × ${sku} at ${location}`).join(', ');
  const reserved: OrderEvent = {
    key: 'reservation',
    at: createdAt,
    title: 'Stock held for the checkout',
    detail,
    tone: 'neutral',
    ...checkout,
  };
  if (status !== 'expired') return [reserved];
  return [
    reserved,
    {
      key: 'reservation:expired',
      at: expiresAt,
      title: 'Held stock let go',
      detail: 'The checkout took too long.',
      tone: 'caution',
    },
  ];
}

const templates: Readonly<Record<string, string>> = {
  'order-paid': 'Order confirmation',
  'shipment-created': 'Shipping notice',
};

/** Display name of a template. */
export function templateName(template: string): string {
  return templates[template] ?? template.replaceAll('-', ' ');
}

function ofMessage({
  id,
  template,
  channel,
  recipient,
  status,
  createdAt,
  sentAt,
  error,
  traceId,
}: Message): OrderEvent {
  const name = templateName(template);
  const way = channel === 'email' ? 'e-mail' : 'text message';
  const about = { key: `message:${id}`, at: sentAt ?? createdAt, ...traced(traceId) };
  if (status === 'sent')
    return { ...about, title: `${name} sent`, detail: `By ${way} to ${recipient}`, tone: 'neutral' };
  if (status === 'failed') {
    const why = error === undefined ? '' : `: ${error}`;
    return {
      ...about,
      title: `${name} could not be sent`,
      detail: `By ${way} to ${recipient}${why}`,
      tone: 'critical',
    };
  }
  return { ...about, title: `${name} is being sent`, detail: `By ${way} to ${recipient}`, tone: 'caution' };
}

const auditTexts: Readonly<Record<string, string>> = {
  'orders cancelled': 'cancelled the order',
  'payments captured': 'captured the payment',
  'payments refunded': 'gave money back',
  'shipments dispatched': 'shipped the parcel',
  'messages resent': 'sent a message again',
};

function ofChange({ id, at, actor, resource, action, reason, traceId }: AuditEntry): OrderEvent {
  const who = actor.email ?? (actor.kind === 'service' ? 'The shop' : 'Somebody');
  const did = auditTexts[`${resource} ${action}`] ?? `${action.replaceAll('_', ' ')} ${resource}`;
  const why = reason === undefined ? {} : { detail: resource === 'messages' ? templateName(reason) : reason };
  return { key: `change:${id}`, at, title: `${who} ${did}`, ...why, tone: 'neutral', ...traced(traceId) };
}

/** All events of an order, oldest first; simultaneous ones in the order of the workflow. */
export function timelineOf({
  order,
  pending = [],
  reservation,
  ledger,
  messages,
  changes,
}: TimelineSources): OrderEvent[] {
  const all = [
    ...(reservation ? ofReservation(reservation, order) : []),
    ...(changes ?? []).map(ofChange),
    ...ofOrder(order),
    ...pending.map(({ key, at, type }) => ({ key, at, ...steps[type] })),
    ...ofLedger(ledger ?? []),
    ...(messages ?? []).map(ofMessage),
  ];
  return all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

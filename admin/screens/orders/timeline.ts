import type { AuditEntry } from '../../../generated/audit/types.ts';
import type { LedgerEntry, Reservation } from '../../../generated/inventory/types.ts';
import type { Message } from '../../../generated/notifications/types.ts';
import type { Order, TimelineEntry } from '../../../generated/orders/types.ts';
import type { Payment } from '../../../generated/payments/types.ts';
import type { Tone } from '../../kit/components/status-tones.ts';
import { formatMoney } from '../../kit/money.ts';
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
  payment?: Payment | null | undefined;
  reservation?: Reservation | null | undefined;
  ledger?: readonly LedgerEntry[] | undefined;
  messages?: readonly Message[] | undefined;
  changes?: readonly AuditEntry[] | undefined;
}

/** Whether an event is an inner step of stock, which only explains another one. */
export const isStockStep = ({ key }: Pick<OrderEvent, 'key'>): boolean => /^ledger:|^reservation$/.test(key);

/** The events with their traces as text, for whoever looks into it. */
export function supportText(number: string, events: readonly OrderEvent[]): string {
  const lines = events.map(({ at, title, detail, traceId }) =>
    [at, title, detail, traceId && `trace ${traceId}`].filter(Boolean).join(' · '),
  );
  return [`Order ${number}`, ...lines].join('\n');
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
  refunded: { title: 'Refunded', tone: 'neutral' },
  payment_failed: { title: 'Payment failed', tone: 'critical' },
  refund_failed: { title: 'A refund came back', tone: 'critical' },
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
    refunded: 'The money was refunded.',
    payment_authorization_lost: 'The authorization lapsed, or was cancelled at the payment provider.',
    payment_amount_mismatch: 'Another amount was authorized than the order costs.',
    checkout_rejected: 'The purchase could not be made as it was.',
  };
  return automatic[reason] ?? reason;
}

/** Replaces the key of the carrier: `local LC768555325`. */
function detailText(detail: string): string {
  return cancelReasonText(detail.replace(/^local (?=LC\d)/, 'Local carrier, '));
}

/** Reasons of a failed payment that follow from its cancellation. */
const endedUnpaid: ReadonlySet<string> = new Set(['abandoned', 'expired', 'cancelled', 'canceled']);

function ofOrder({ timeline, totals }: Order, refunds: readonly MatchedRefund[]): OrderEvent[] {
  const cancelled = timeline.findIndex(({ type }) => type === 'cancelled');
  return timeline.map((entry, index) => {
    const { type, at, detail, traceId } = entry;
    const event = { key: `order:${index}`, at, ...traced(traceId) };
    const refund = refunds.find(({ step }) => step === entry);
    if (refund) return { ...event, ...refundText(refund) };
    if (type === 'captured' && totals.captured && totals.captured.amount < totals.total.amount)
      return {
        ...event,
        title: `Payment captured: ${formatMoney(totals.captured)} of ${formatMoney(totals.total)}`,
        detail: 'The rest of the authorization was released at the payment provider.',
        tone: 'caution',
      };
    if (type === 'payment_failed' && cancelled >= 0 && cancelled < index && endedUnpaid.has(detail ?? ''))
      return { ...event, title: 'Payment closed', detail: 'Nobody was charged.', tone: 'neutral' };
    const words =
      detail === undefined ? undefined : type === 'payment_failed' ? declineText(detail) : detailText(detail);
    return { ...event, ...steps[type], ...(words === undefined ? {} : { detail: words }) };
  });
}

type Refund = NonNullable<Payment['refunds']>[number];

/** A refund with the step of the order and the audit entry that are about it. */
interface MatchedRefund {
  refund: Refund;
  step: TimelineEntry;
  change: AuditEntry | undefined;
}

/** Clocks of services differ by less than this, and a refund is decided and recorded within it, ms. */
const refundSlackMs = 60_000;

/** The refunds that the order knows, each with the nearest audit entry: they are one event of the timeline. */
function matchRefunds({
  order,
  payment,
  changes = [],
}: Pick<TimelineSources, 'order' | 'payment' | 'changes'>): MatchedRefund[] {
  const refunds = (payment?.refunds ?? []).toSorted((one, other) => time(one.createdAt) - time(other.createdAt));
  const stepsLeft = order.timeline.filter(({ type }) => type === 'refunded');
  const changesLeft = changes.filter(({ resource, action }) => resource === 'payments' && action === 'refunded');
  return refunds.flatMap(refund => {
    const decided = time(refund.createdAt);
    const step = stepsLeft.find(({ at }) => time(at) >= decided - refundSlackMs);
    if (!step) return [];
    stepsLeft.splice(stepsLeft.indexOf(step), 1);
    const change = changesLeft
      .filter(({ at }) => Math.abs(time(at) - decided) <= refundSlackMs)
      .toSorted((one, other) => Math.abs(time(one.at) - decided) - Math.abs(time(other.at) - decided))
      .at(0);
    if (change) changesLeft.splice(changesLeft.indexOf(change), 1);
    return [{ refund, step, change }];
  });
}

const time = (at: string) => Date.parse(at);

function refundText({
  refund: { amount, reason, lines = [], shipping },
  change,
}: MatchedRefund): Pick<OrderEvent, 'title' | 'detail' | 'tone'> {
  const parts = [...lines.map(({ sku, quantity }) => `${quantity} × ${sku}`), ...(shipping ? ['shipping'] : [])];
  const why = [parts.join(', '), cancelReasonText(reason)].filter(text => text !== '').join('. ');
  const detail = change ? `${auditTitle(change)}: ${why}` : why;
  return { ...steps.refunded, title: `${steps.refunded.title}: ${formatMoney(amount)}`, detail };
}

const traced = (traceId: string | undefined) => (traceId === undefined ? {} : { traceId });

/** When the cardholder disputed the charge, and what the bank has decided. */
function ofDisputes({ disputes = [] }: Payment): OrderEvent[] {
  return disputes.flatMap(({ id, amount, reason, state, createdAt, decidedAt }): OrderEvent[] => {
    const disputed: OrderEvent = {
      key: `dispute:${id}`,
      at: createdAt,
      title: `Payment disputed: ${formatMoney(amount)}`,
      detail: `Reason given to the bank: ${reason.replaceAll('_', ' ')}`,
      tone: 'critical',
    };
    if (state === 'open' || decidedAt === undefined) return [disputed];
    const decided = { key: `dispute:${id}:${state}`, at: decidedAt };
    return [
      disputed,
      state === 'won'
        ? { ...decided, title: 'Dispute won', detail: 'The money stays with the shop.', tone: 'positive' }
        : { ...decided, title: 'Dispute lost', detail: 'The cardholder has the money back.', tone: 'critical' },
    ];
  });
}

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
      title: 'Held stock released',
      detail: 'The checkout took too long.',
      tone: 'caution',
    },
  ];
}

const templates: Readonly<Record<string, string>> = {
  'order-paid': 'Order confirmation',
  'order-refunded': 'Refund confirmation',
  'order-partly-refunded': 'Refund confirmation',
  'order-refund-failed': 'Notice of the failed refund',
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

/** What somebody did, by the resource and the action of the audit log. */
const auditTitles: Readonly<Record<string, (who: string) => string>> = {
  'orders cancelled': who => `${who} cancelled the order`,
  'payments captured': who => `${who} captured the payment`,
  'payments refunded': who => `${who} refunded`,
  'payments refund_refused': who => `The payment provider refused the refund that ${who} asked for`,
  'payments retried': who => `${who} had the payment provider asked again`,
  'payments dismissed': who => `${who} took the payment off the list of what needs a hand`,
  'shipments dispatched': who => `${who} shipped the parcel`,
  'shipments released': who => `${who} released the parcel although its payment is disputed`,
  'messages resent': who => `${who} sent a message again`,
};

function auditTitle({ actor, resource, action }: AuditEntry): string {
  const who = actor.email ?? (actor.kind === 'service' ? 'the shop' : 'somebody');
  const title = auditTitles[`${resource} ${action}`]?.(who) ?? `${who} ${action.replaceAll('_', ' ')} ${resource}`;
  return title.startsWith(who) && actor.email === undefined ? title.charAt(0).toUpperCase() + title.slice(1) : title;
}

function ofChange(entry: AuditEntry): OrderEvent {
  const { id, at, resource, reason, traceId } = entry;
  const why = reason === undefined ? {} : { detail: resource === 'messages' ? templateName(reason) : reason };
  return { key: `change:${id}`, at, title: auditTitle(entry), ...why, tone: 'neutral', ...traced(traceId) };
}

/** All events of an order, oldest first; simultaneous ones in the order of the workflow. */
export function timelineOf({
  order,
  pending = [],
  payment,
  reservation,
  ledger,
  messages,
  changes,
}: TimelineSources): OrderEvent[] {
  const refunds = matchRefunds({ order, payment, changes });
  const matched = new Set(refunds.flatMap(({ change }) => change ?? []));
  const all = [
    ...(reservation ? ofReservation(reservation, order) : []),
    ...(changes ?? []).filter(change => !matched.has(change)).map(ofChange),
    ...ofOrder(order, refunds),
    ...pending.map(({ key, at, type }) => ({ key, at, ...steps[type] })),
    ...(payment ? ofDisputes(payment) : []),
    ...ofLedger(ledger ?? []),
    ...(messages ?? []).map(ofMessage),
  ];
  return all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

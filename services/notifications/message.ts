import type { OrderPaid } from '../../generated/orders/events.ts';
import type { ShipmentCreated } from '../../generated/shipping/events.ts';

export type Channel = 'email' | 'sms';
export type TemplateId = 'order-paid' | 'shipment-created';

/** What templates say it with: texts ready to be shown, every name always there, '' for what is not known. */
export interface View {
  readonly [name: string]: string | View | readonly View[];
}

/** A message that an event asks for. */
export interface Draft {
  channel: Channel;
  recipient: string;
  template: TemplateId;
  orderId: string;
  data: View;
}

type Money = OrderPaid['total'];
type Address = OrderPaid['shippingAddress'];

const countries = new Intl.DisplayNames('en', { type: 'region' });

/** Money as people read it, `$1,234.50`; the currency says how many of its digits are minor units (ISO 4217). */
export function formatMoney({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const decimal = digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
  return format.format(`${amount < 0 ? '-' : ''}${decimal}` as Intl.StringNumericLiteral);
}

function addressView({ name, line1, line2, city, region, postalCode, country }: Address): View {
  const place = [city, region, postalCode].filter(part => part !== undefined && part !== '').join(' ');
  return { name, line1, line2: line2 ?? '', place, country: countries.of(country) ?? country };
}

/** What the confirmation of an order tells. */
export function orderPaidView(event: OrderPaid): View {
  const { number, orderId, lines, subtotal, shipping, total, shippingAddress, shippingMethod } = event;
  return {
    number,
    orderId,
    lines: lines.map(({ sku, title, quantity, unitPrice }) => {
      const lineTotal = { amount: unitPrice.amount * quantity, currency: unitPrice.currency };
      return {
        sku,
        title,
        quantity: String(quantity),
        unitPrice: formatMoney(unitPrice),
        lineTotal: formatMoney(lineTotal),
      };
    }),
    ...{ subtotal: formatMoney(subtotal), shipping: formatMoney(shipping), total: formatMoney(total) },
    ...{ shippingMethod, address: addressView(shippingAddress) },
  };
}

/** What the news of a parcel tells. */
export function shipmentView(event: ShipmentCreated): View {
  const { orderNumber, orderId, carrier, trackingNumber, trackingUrl, lines, address } = event;
  return {
    ...{
      number: orderNumber,
      orderId,
      carrier,
      trackingNumber,
      trackingUrl: trackingUrl ?? '',
      address: addressView(address),
    },
    lines: lines.map(({ sku, title, quantity }) => ({ sku, title, quantity: String(quantity) })),
  };
}

/** One e-mail and, where a phone is known, one SMS. */
export function drafts(
  template: TemplateId,
  reach: { orderId: string; email: string; phone?: string },
  data: View,
): Draft[] {
  const { orderId, email, phone } = reach;
  const mail: Draft = { channel: 'email', recipient: email, template, orderId, data };
  return phone === undefined || phone === ''
    ? [mail]
    : [mail, { channel: 'sms', recipient: phone, template, orderId, data }];
}

/** How handing over a message ended; what each means is said in channels/channel.ts. */
export type Outcome = { state: 'accepted' } | { state: 'refused' | 'deferred' | 'unreachable'; error: string };

/**
 * After so many attempts that reached the other side a message has failed for good: with the pauses between, after some
 * three hours.
 */
export const ATTEMPTS = 12;
const UNREACHABLE_MS = 5_000;
const FIRST_PAUSE_MS = 10_000;
const MOST_PAUSE_MS = 3_600_000;

/**
 * What becomes of a message: sent, failed for good, or tried again after `waitMs`; an attempt that reached nobody does
 * not count.
 */
export type Verdict =
  | { status: 'sent' }
  | { status: 'failed'; error: string }
  | { status: 'queued'; error: string; waitMs: number; counts: boolean };

/** Decides by the outcome of the attempt with this number (from 1): pauses of 10 s, doubling up to an hour. */
export function decide(attempt: number, outcome: Outcome): Verdict {
  if (outcome.state === 'accepted') return { status: 'sent' };
  const { state, error } = outcome;
  if (state === 'unreachable') return { status: 'queued', error, waitMs: UNREACHABLE_MS, counts: false };
  if (state === 'refused' || attempt >= ATTEMPTS) return { status: 'failed', error };
  return {
    status: 'queued',
    error,
    waitMs: Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)),
    counts: true,
  };
}

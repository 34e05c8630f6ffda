import type { SellableVariant } from '../../generated/catalog/types.ts';
import type {
  AccountDeleted,
  AccountEmailChanged,
  AccountLinkCreated,
  AccountPasswordChanged,
} from '../../generated/identity/events.ts';
import type { RefundMessage } from '../../generated/notifications/types.ts';
import type {
  OrderPaid,
  OrderPartlyRefunded,
  OrderRefunded,
  OrderRefundFailed,
} from '../../generated/orders/events.ts';
import type { ShipmentCreated } from '../../generated/shipping/events.ts';
import { addressLines, countryName } from '../../look/address.ts';
import { formatMoney } from '../../look/money.ts';
import { copyFields } from '../platform/fields.ts';

export type Channel = 'email' | 'sms';
/** Templates of mails with a link whose token opens something of an account. */
export type AccountTemplateId = 'staff-invitation' | 'password-reset' | 'shopper-password-reset' | 'email-verification';
/** Templates of mails that tell the owner of an account what happened to it; no link in them has a token. */
export type AccountNoticeId = 'email-changed' | 'password-changed' | 'shopper-password-changed' | 'account-deleted';
export type TemplateId =
  | 'order-paid'
  | 'shipment-created'
  | 'order-refunded'
  | 'order-partly-refunded'
  | 'order-refund-failed'
  | 'back-in-stock'
  | AccountTemplateId
  | AccountNoticeId;

/** The variables of a template: formatted texts; every name is present, '' where a value is unknown. */
export interface View {
  readonly [name: string]: string | View | readonly View[];
}

/** A message that an event causes. */
export interface MessageDraft {
  channel: Channel;
  recipient: string;
  template: TemplateId;
  orderId?: string;
  /** Of a mail with a link to an account; its token is requested when it is sent, and never stored. */
  linkId?: string;
  data: View;
}

type Address = OrderPaid['shippingAddress'];

function addressView(address: Address): View {
  const { name, line1, line2, city, region, postalCode, country } = address;
  const place = [city, region, postalCode].filter(part => part !== undefined && part !== '').join(' ');
  const lines = addressLines(address).map(text => ({ text }));
  return { name, line1, line2: line2 ?? '', place, country: countryName(country), lines };
}

/** The path of a small version of a picture of the shop; '' where there is none. */
function pictureView(imageUrl: string | undefined): string {
  return imageUrl?.startsWith('/') ? imageUrl.replace(/-\d+\.webp$/, '-160.webp') : '';
}

/** The variables of the order confirmation. */
export function orderPaidView(event: OrderPaid): View {
  const { number, orderId, lines, subtotal, shipping, total, shippingAddress, shippingMethod } = event;
  return {
    number,
    orderId,
    lines: lines.map(line => {
      const fields = { sku: true, title: true, quantity: true, unitPrice: true, imageUrl: true } as const;
      const { sku, title, quantity, unitPrice, imageUrl } = copyFields(line, fields);
      const lineTotal = { amount: unitPrice.amount * quantity, currency: unitPrice.currency };
      return {
        sku,
        title,
        quantity: String(quantity),
        unitPrice: formatMoney(unitPrice),
        lineTotal: formatMoney(lineTotal),
        picture: pictureView(imageUrl),
      };
    }),
    subtotal: formatMoney(subtotal),
    shipping: formatMoney(shipping),
    total: formatMoney(total),
    shippingMethod,
    address: addressView(shippingAddress),
  };
}

function lineView(line: ShipmentCreated['lines'][number]): View {
  const fields = { sku: true, title: true, quantity: true, imageUrl: true } as const;
  const { sku, title, quantity, imageUrl } = copyFields(line, fields);
  return { sku, title, quantity: String(quantity), picture: pictureView(imageUrl) };
}

/** The variables of the shipping confirmation. */
export function shipmentView(event: ShipmentCreated): View {
  const { orderNumber, orderId, carrier, trackingNumber, trackingUrl, lines, address } = event;
  return {
    number: orderNumber,
    orderId,
    carrier,
    trackingNumber,
    trackingUrl: trackingUrl ?? '',
    address: addressView(address),
    lines: lines.map(lineView),
  };
}

/** The variables of the message about a refund. */
export function orderRefundedView({
  number,
  orderId,
  amount,
}: Pick<OrderRefunded, 'number' | 'orderId' | 'amount'>): View {
  return { number, orderId, amount: formatMoney(amount) };
}

/** The variables of the message about a partial refund. */
export function orderPartlyRefundedView(
  event: Pick<OrderPartlyRefunded, 'number' | 'orderId' | 'amount' | 'refundedTotal' | 'lines'>,
): View {
  const { number, orderId, amount, refundedTotal, lines } = event;
  return {
    number,
    orderId,
    amount: formatMoney(amount),
    refundedTotal: formatMoney(refundedTotal),
    lines: lines.map(lineView),
  };
}

/**
 * The template and the variables of the message that a refund will cause. As orders publishes it, a refund of the whole
 * names the total.
 */
export function refundMessage({ whole, ...refund }: RefundMessage): { template: TemplateId; data: View } {
  return whole
    ? { template: 'order-refunded', data: orderRefundedView({ ...refund, amount: refund.refundedTotal }) }
    : { template: 'order-partly-refunded', data: orderPartlyRefundedView(refund) };
}

/** The variables of the message about a failed refund. */
export function orderRefundFailedView({ number, orderId, amount }: OrderRefundFailed): View {
  return { number, orderId, amount: formatMoney(amount) };
}

/** The variables of the mail that a variant can be bought again; `alertId` and `path` become its links. */
export function backInStockView(
  { sku, slug, title, price, image }: Pick<SellableVariant, 'sku' | 'slug' | 'title' | 'price' | 'image'>,
  alertId: string,
): View {
  const path = `/products/${slug}?sku=${encodeURIComponent(sku)}`;
  return { title, price: formatMoney(price), picture: pictureView(image?.url), path, alertId };
}

/** One e-mail and, if there is a phone number, one SMS. */
export function draftMessages(
  template: TemplateId,
  contact: { orderId: string; email: string; phone?: string },
  data: View,
): MessageDraft[] {
  const { orderId, email, phone } = contact;
  const mail: MessageDraft = { channel: 'email', recipient: email, template, orderId, data };
  return phone === undefined || phone === ''
    ? [mail]
    : [mail, { channel: 'sms', recipient: phone, template, orderId, data }];
}

const accountTemplates: Readonly<Record<string, AccountTemplateId>> = {
  invitation: 'staff-invitation',
  password_reset: 'password-reset',
  shopper_password_reset: 'shopper-password-reset',
  email_verification: 'email-verification',
  email_change: 'email-verification',
};
/** Of staff, whose names their admins have typed. */
const namingTemplates: ReadonlySet<AccountTemplateId> = new Set(['staff-invitation', 'password-reset']);
const moments = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});

/**
 * The variables of a mail with a link to an account. Anybody can sign up with any name and with the address of somebody
 * else, so mails to shoppers have no name: nobody sends their own words to strangers in the name of the shop.
 */
export function accountLinkView(
  template: AccountTemplateId,
  { name, email, expiresAt }: Pick<AccountLinkCreated, 'name' | 'email' | 'expiresAt'>,
): View {
  return { ...(namingTemplates.has(template) ? { name } : { email }), until: moments.format(new Date(expiresAt)) };
}

/** The variables of the mail to the address that an account had. */
export function emailChangedView({ previousEmail, changedAt }: Omit<AccountEmailChanged, 'userId'>): View {
  return { email: previousEmail, at: moments.format(new Date(changedAt)) };
}

/** The variables of the mail about another password; shoppers are not named, as in `accountLinkView`. */
export function passwordChangedView({ kind, name, email, changedAt }: Omit<AccountPasswordChanged, 'userId'>): View {
  return { ...(kind === 'staff' ? { name } : { email }), at: moments.format(new Date(changedAt)) };
}

/** The variables of the mail about a deleted account. */
export function accountDeletedView({ email, deletedAt }: Omit<AccountDeleted, 'userId'>): View {
  return { email, at: moments.format(new Date(deletedAt)) };
}

/** The e-mail with a link to an account; none for an unknown purpose. */
export function draftAccountMail(event: AccountLinkCreated): MessageDraft[] {
  const { purpose, email: recipient, linkId } = event;
  const template = Object.hasOwn(accountTemplates, purpose) ? accountTemplates[purpose] : undefined;
  return template ? [{ channel: 'email', recipient, template, linkId, data: accountLinkView(template, event) }] : [];
}

/** The e-mail to the address that an account had until now. */
export function draftEmailChanged(event: AccountEmailChanged): MessageDraft {
  return {
    channel: 'email',
    recipient: event.previousEmail,
    template: 'email-changed',
    data: emailChangedView(event),
  };
}

/** The e-mail about another password; its link leads to where this kind of account asks for a new one. */
export function draftPasswordChanged(event: AccountPasswordChanged): MessageDraft {
  return {
    channel: 'email',
    recipient: event.email,
    template: event.kind === 'staff' ? 'password-changed' : 'shopper-password-changed',
    data: passwordChangedView(event),
  };
}

/** The e-mail to the address that a deleted account had. */
export function draftAccountDeleted(event: AccountDeleted): MessageDraft {
  return { channel: 'email', recipient: event.email, template: 'account-deleted', data: accountDeletedView(event) };
}

/** The outcome of a delivery attempt; channels/channel.ts defines each. */
export type DeliveryOutcome = { state: 'accepted' } | { state: 'refused' | 'deferred' | 'unreachable'; error: string };

/**
 * A message fails permanently after this many attempts that reached the provider: after about three hours, with the
 * delays between them.
 */
export const MAX_ATTEMPTS = 12;
const UNREACHABLE_RETRY_MS = 5_000;
const FIRST_RETRY_MS = 10_000;
const MAX_RETRY_MS = 3_600_000;

/**
 * The next state of a message: sent, failed permanently, or retried after `waitMs`. An attempt that did not reach the
 * provider does not count.
 */
export type NextState =
  | { status: 'sent' }
  | { status: 'failed'; error: string }
  | { status: 'queued'; error: string; waitMs: number; counts: boolean };

/**
 * The next state after the outcome of attempt number `attempt` (from 1): delays of 10 s, doubling up to an hour. They
 * have no jitter, unlike those of the platform's `backoff`: what is decided follows from what is given.
 */
export function nextState(attempt: number, outcome: DeliveryOutcome): NextState {
  if (outcome.state === 'accepted') return { status: 'sent' };
  const { state, error } = outcome;
  if (state === 'unreachable') return { status: 'queued', error, waitMs: UNREACHABLE_RETRY_MS, counts: false };
  if (state === 'refused' || attempt >= MAX_ATTEMPTS) return { status: 'failed', error };
  return {
    status: 'queued',
    error,
    waitMs: Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1)),
    counts: true,
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateText } from '../../generated/notifications/types.ts';
import type { AccountNoticeId, AccountTemplateId, TemplateId } from './message.ts';

function read(id: TemplateId, extension: string): string {
  return readFileSync(join(import.meta.dirname, 'templates', `${id}.${extension}`), 'utf8').trim();
}

function shippedText(id: TemplateId): TemplateText {
  return { subject: read(id, 'subject'), mjml: read(id, 'mjml'), text: read(id, 'txt'), sms: read(id, 'sms') };
}

/** The built-in templates: files in templates/. */
export const builtIn: Readonly<Record<TemplateId, TemplateText>> = {
  'order-paid': shippedText('order-paid'),
  'shipment-created': shippedText('shipment-created'),
  'order-refunded': shippedText('order-refunded'),
  'order-partly-refunded': shippedText('order-partly-refunded'),
  'order-refund-failed': shippedText('order-refund-failed'),
  'back-in-stock': shippedText('back-in-stock'),
  'staff-invitation': shippedText('staff-invitation'),
  'password-reset': shippedText('password-reset'),
  'shopper-password-reset': shippedText('shopper-password-reset'),
  'email-verification': shippedText('email-verification'),
  'email-changed': shippedText('email-changed'),
  'password-changed': shippedText('password-changed'),
  'shopper-password-changed': shippedText('shopper-password-changed'),
  'account-deleted': shippedText('account-deleted'),
};

/** The ids of all templates. */
export const templateIds: readonly TemplateId[] = [
  'order-paid',
  'shipment-created',
  'order-refunded',
  'order-partly-refunded',
  'order-refund-failed',
  'back-in-stock',
  'staff-invitation',
  'password-reset',
  'shopper-password-reset',
  'email-verification',
  'email-changed',
  'password-changed',
  'shopper-password-changed',
  'account-deleted',
];

/** The page that the link of a mail leads to, of the console or of the storefront. */
export interface AccountPage {
  app: 'console' | 'storefront';
  path: string;
}

const accountPages: Readonly<Record<AccountTemplateId, AccountPage>> = {
  'staff-invitation': { app: 'console', path: 'accept-invitation' },
  'password-reset': { app: 'console', path: 'reset-password' },
  'shopper-password-reset': { app: 'storefront', path: 'account/new-password' },
  'email-verification': { app: 'storefront', path: 'account/confirm-address' },
};

/** The page of a mail with a link to an account; undefined for other mails. */
export function accountPageOf(id: TemplateId): AccountPage | undefined {
  return Object.entries(accountPages).find(([template]) => template === id)?.[1];
}

const accountNotices: Readonly<Record<AccountNoticeId, true>> = {
  'email-changed': true,
  'password-changed': true,
  'shopper-password-changed': true,
  'account-deleted': true,
};

/** Whether a mail tells the owner of an account what happened to it. */
export function isAccountNotice(id: TemplateId): id is AccountNoticeId {
  return Object.hasOwn(accountNotices, id);
}

export function isTemplateId(id: string): id is TemplateId {
  return Object.hasOwn(builtIn, id);
}

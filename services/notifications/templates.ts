import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateText } from '../../generated/notifications/types.ts';
import type { AccountTemplateId, TemplateId } from './message.ts';

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
];

/** The console page of a mail's link. */
const consolePages: Readonly<Record<AccountTemplateId, string>> = {
  'staff-invitation': 'accept-invitation',
  'password-reset': 'reset-password',
};

export function consolePageOf(id: TemplateId): string | undefined {
  return Object.entries(consolePages).find(([template]) => template === id)?.[1];
}

export function isTemplateId(id: string): id is TemplateId {
  return Object.hasOwn(builtIn, id);
}

import type { TemplateText } from '../../generated/notifications/types.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { linkToken } from '../platform/http/link-token.ts';
import { isUnavailable } from '../platform/http/unavailable.ts';
import type { Log } from '../platform/observability/log.ts';
import { createBatcher } from '../platform/workers/batcher.ts';
import type { EmailProvider, SmsProvider } from './channels/channel.ts';
import { LinkExpiredError, type LinkTokens } from './link-tokens.ts';
import {
  type AccountNoticeId,
  type DeliveryOutcome,
  type NextState,
  nextState,
  type TemplateId,
  type View,
} from './message.ts';
import { renderEmail, renderSms } from './render.ts';
import { type Claim, claim, type Outcome, recordOutcomes } from './store-queue.ts';
import { TemplateError } from './template-error.ts';
import { type AccountPage, accountPageOf, builtIn, isAccountNotice } from './templates.ts';

/** Variables of every template, besides those of its event. */
export interface Shop {
  shopName: string;
  /** The storefront, without a slash at its end. */
  storefrontUrl: string;
  /** The console, without a slash at its end. */
  consoleUrl: string;
  /** The key that signs the links to orders; orders has it too. */
  linkSecret: string;
}

export interface Sender extends Shop {
  database: Pick<SqlClient, '$queryRawUnsafe'>;
  email: EmailProvider;
  sms: SmsProvider;
  linkTokens: LinkTokens;
  now(): Date;
  log: Log;
}

type ClaimedMessage = Claim['messages'][number];

const BATCH_SIZE = 20;
/** Longer than the longest SMTP session (channels/smtp.ts). */
const LEASE_MS = 120_000;

/**
 * The view of a message with the shop's name and addresses. The link to the order opens it without signing in: guests
 * have no other access. A preview of an order that a request names has no token (`isMessage` false).
 */
export function orderViewOf(
  data: View,
  orderId: string,
  { shopName, storefrontUrl, linkSecret }: Shop,
  isMessage = true,
): View {
  const token = isMessage ? `?token=${linkToken(`orders/${orderId}`, linkSecret)}` : '';
  return { ...data, shopName, shopUrl: storefrontUrl, orderUrl: `${storefrontUrl}/orders/${orderId}${token}` };
}

/**
 * The view of a mail with a link to an account. The console reads the token from the fragment, which servers neither
 * see nor log; the storefront works without a script, so it takes the token out of the query into a cookie at once.
 * Without a token, as staff read the mail, the link opens nothing.
 */
export function accountViewOf(data: View, { app, path }: AccountPage, shop: Shop, token?: string): View {
  const { shopName, consoleUrl, storefrontUrl } = shop;
  const shopUrl = app === 'console' ? consoleUrl : storefrontUrl;
  const secret = token === undefined ? '' : `${app === 'console' ? '#' : '?token='}${token}`;
  return { ...data, shopName, shopUrl, accountUrl: `${shopUrl}/${path}${secret}` };
}

/**
 * The view of a mail about what happened to an account. Its links have no token: they lead to where anybody asks for a
 * new password, or writes to the shop.
 */
export function accountNoticeViewOf(id: AccountNoticeId, data: View, shop: Shop): View {
  const { shopName, consoleUrl, storefrontUrl } = shop;
  if (id === 'password-changed')
    return { ...data, shopName, shopUrl: consoleUrl, passwordUrl: `${consoleUrl}/forgotten-password` };
  const view = { ...data, shopName, shopUrl: storefrontUrl, contactUrl: `${storefrontUrl}/help/contact` };
  return id === 'shopper-password-changed'
    ? { ...view, passwordUrl: `${storefrontUrl}/account/forgotten-password` }
    : view;
}

/**
 * The view of the mail that a variant can be bought again. The token of the link that ends such mails is left out where
 * staff read it.
 */
export function stockAlertViewOf(data: View, { shopName, storefrontUrl, linkSecret }: Shop, isSent: boolean): View {
  const { alertId, path, ...shown } = data;
  const resource = stockAlertResource(String(alertId));
  const token = isSent ? `?token=${linkToken(resource, linkSecret)}` : '';
  return {
    ...shown,
    shopName,
    shopUrl: storefrontUrl,
    productUrl: `${storefrontUrl}${path}`,
    unsubscribeUrl: `${storefrontUrl}/${resource}${token}`,
  };
}

/** What the token of the link in a mail gives access to. */
export const stockAlertResource = (alertId: string): string => `stock-alerts/${alertId}`;

/** The view of a message as staff read it. */
export function shownViewOf(message: { template: TemplateId; data: View; orderId?: string }, shop: Shop): View {
  if (message.template === 'back-in-stock') return stockAlertViewOf(message.data, shop, false);
  if (isAccountNotice(message.template)) return accountNoticeViewOf(message.template, message.data, shop);
  const page = accountPageOf(message.template);
  if (page !== undefined) return accountViewOf(message.data, page, shop);
  return orderViewOf(message.data, message.orderId ?? '', shop);
}

/**
 * Sends due messages and stores the outcomes. A message is marked as sending before delivery and as sent afterwards. If
 * the process is killed in between, the message is due again after two minutes and goes out under the same id.
 * `runAgainAt` gets the time at which more are due.
 * @returns how many messages were claimed
 */
export async function sendDue(
  sender: Sender,
  signal?: AbortSignal,
  runAgainAt: (at: Date) => void = () => {},
): Promise<number> {
  if (signal?.aborted) return 0;
  const { messages, templates, nextAt } = await claim(sender.database, sender.now(), LEASE_MS, BATCH_SIZE);
  if (nextAt) runAgainAt(nextAt);
  if (messages.length === BATCH_SIZE) runAgainAt(sender.now());
  const record = createBatcher<Outcome>(outcomes => recordOutcomes(sender.database, outcomes), { maxSize: BATCH_SIZE });
  const states = await Promise.all(messages.map(message => send(sender, record, message, templates[message.template])));
  for (const next of states) if (next.status === 'queued') runAgainAt(new Date(sender.now().getTime() + next.waitMs));
  return messages.length;
}

async function send(
  sender: Sender,
  record: (outcome: Outcome) => Promise<void>,
  message: ClaimedMessage,
  changed: TemplateText | undefined,
): Promise<NextState> {
  const { subject, outcome } = await deliver(sender, message, changed);
  const next = nextState(message.attempts, outcome);
  if (next.status !== 'sent')
    sender.log.warn({ messageId: message.id, channel: message.channel, ...next }, 'a message was not sent');
  await record({ claimed: message, next, subject, now: sender.now() });
  return next;
}

async function deliver(
  sender: Sender,
  message: ClaimedMessage,
  changed: TemplateText | undefined,
): Promise<{ subject?: string; outcome: DeliveryOutcome }> {
  const { id, recipient: to, channel } = message;
  try {
    if (channel === 'sms')
      return {
        outcome: await sender.sms.send({ id, to, text: await renderWithFallback(sender, message, changed, renderSms) }),
      };
    const mail = await renderWithFallback(sender, message, changed, renderEmail);
    return { subject: mail.subject, outcome: await sender.email.send({ id, to, ...mail }) };
  } catch (error) {
    if (error instanceof LinkExpiredError) return { outcome: { state: 'refused', error: error.message } };
    if (isUnavailable(error)) return { outcome: { state: 'unreachable', error: 'Identity is not available.' } };
    return { outcome: { state: 'deferred', error: error instanceof Error ? error.message : String(error) } };
  }
}

/** The view of a message as it is sent. @throws LinkExpiredError when the link to an account is no longer valid */
async function viewOf(sender: Sender, { template, data, orderId, linkId }: ClaimedMessage): Promise<View> {
  if (template === 'back-in-stock') return stockAlertViewOf(data, sender, true);
  if (isAccountNotice(template)) return accountNoticeViewOf(template, data, sender);
  const page = accountPageOf(template);
  if (page === undefined || linkId === null) return orderViewOf(data, orderId ?? '', sender);
  return accountViewOf(data, page, sender, await sender.linkTokens(linkId));
}

/** Renders a message; falls back to the built-in template if the merchant's one fails. */
async function renderWithFallback<T>(
  sender: Sender,
  message: ClaimedMessage,
  changed: TemplateText | undefined,
  render: (text: TemplateText, view: View) => Promise<T>,
): Promise<T> {
  const view = await viewOf(sender, message);
  try {
    return await render(changed ?? builtIn[message.template], view);
  } catch (error) {
    if (!changed || !(error instanceof TemplateError)) throw error;
    sender.log.error({ error, template: message.template }, 'a template failed; the built-in one was used');
    return render(builtIn[message.template], view);
  }
}

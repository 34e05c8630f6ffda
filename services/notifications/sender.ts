import { linkToken } from '../platform/http/link-token.ts';
import type { Log } from '../platform/observability/log.ts';
import type { EmailProvider, SmsProvider } from './channels/channel.ts';
import { type DeliveryOutcome, nextState, type View } from './message.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { renderEmail, renderSms } from './render.ts';
import { type ClaimedMessage, claim, findTemplate, recordOutcome } from './store.ts';
import { TemplateError } from './template-error.ts';
import { builtIn } from './templates.ts';

/** Variables of every template, beside those of its event. */
export interface Shop {
  shopName: string;
  /** The storefront, without a slash at its end. */
  storefrontUrl: string;
  /** Signs the links to orders; orders knows it too. */
  linkSecret: string;
}

export interface Sender extends Shop {
  database: PrismaClient;
  email: EmailProvider;
  sms: SmsProvider;
  now(): Date;
  log: Log;
}

const BATCH_SIZE = 10;
/** Longer than the longest SMTP session (channels/smtp.ts). */
const LEASE_MS = 120_000;

/**
 * The view of a message with the shop's name and addresses. The link to the order opens it without signing in: guests
 * have nothing else.
 */
export function viewOf(data: View, orderId: string, { shopName, storefrontUrl, linkSecret }: Shop): View {
  const token = linkToken(`orders/${orderId}`, linkSecret);
  return { ...data, shopName, shopUrl: storefrontUrl, orderUrl: `${storefrontUrl}/orders/${orderId}?token=${token}` };
}

/**
 * Sends due messages and stores the outcomes. A message is marked as sending before delivery and as sent afterwards. If
 * the process is killed in between, the message is due again after two minutes and goes out under the same id.
 * @returns how many messages were claimed
 */
export async function sendDue(sender: Sender, signal?: AbortSignal): Promise<number> {
  if (signal?.aborted) return 0;
  const claimed = await claim(sender.database, sender.now(), LEASE_MS, BATCH_SIZE);
  await Promise.all(claimed.map(message => send(sender, message)));
  return claimed.length;
}

async function send(sender: Sender, message: ClaimedMessage): Promise<void> {
  const { subject, outcome } = await deliver(sender, message);
  const next = nextState(message.attempts, outcome);
  if (next.status !== 'sent')
    sender.log.warn({ messageId: message.id, channel: message.channel, ...next }, 'a message was not sent');
  await recordOutcome(sender.database, message, next, subject, sender.now());
}

async function deliver(
  sender: Sender,
  message: ClaimedMessage,
): Promise<{ subject?: string; outcome: DeliveryOutcome }> {
  const { id, recipient: to, channel } = message;
  try {
    if (channel === 'sms')
      return { outcome: await sender.sms.send({ id, to, text: await renderWithFallback(sender, message, renderSms) }) };
    const mail = await renderWithFallback(sender, message, renderEmail);
    return { subject: mail.subject, outcome: await sender.email.send({ id, to, ...mail }) };
  } catch (error) {
    return { outcome: { state: 'deferred', error: error instanceof Error ? error.message : String(error) } };
  }
}

/** Renders a message; falls back to the built-in template where the merchant's one fails. */
async function renderWithFallback<T>(
  sender: Sender,
  message: ClaimedMessage,
  render: (text: (typeof builtIn)['order-paid'], view: View) => Promise<T>,
): Promise<T> {
  const view = viewOf(message.data, message.orderId, sender);
  const { text, changed } = await findTemplate(sender.database, message.template);
  try {
    return await render(text, view);
  } catch (error) {
    if (!changed || !(error instanceof TemplateError)) throw error;
    sender.log.error({ error, template: message.template }, 'a template failed; the built-in one was used');
    return render(builtIn[message.template], view);
  }
}

import { linkToken } from '../platform/http/link-token.ts';
import type { Log } from '../platform/observability/log.ts';
import type { EmailProvider, SmsProvider } from './channels/channel.ts';
import { decide, type Outcome, type View } from './message.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { renderEmail, renderSms } from './render.ts';
import { type Claimed, claim, findTemplate, settle } from './store.ts';
import { TemplateError } from './template-error.ts';
import { shipped } from './templates.ts';

/** What every template may name beside what its event tells. */
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

const AT_ONCE = 10;
/** Longer than any conversation with a mail server may take (channels/smtp.ts). */
const HOLD_MS = 120_000;

/**
 * The view of a message with the shop's name and addresses. The link to the order opens it without signing in: guests
 * have nothing else.
 */
export function viewOf(data: View, orderId: string, { shopName, storefrontUrl, linkSecret }: Shop): View {
  const token = linkToken(`orders/${orderId}`, linkSecret);
  return { ...data, shopName, shopUrl: storefrontUrl, orderUrl: `${storefrontUrl}/orders/${orderId}?token=${token}` };
}

/**
 * Sends what is due and stores what became of it; how many messages that were. A message is marked as being sent before
 * it is handed over and as sent afterwards; when this process is killed in between it is due again after two minutes
 * and goes out under the same id.
 */
export async function sendDue(sender: Sender, signal?: AbortSignal): Promise<number> {
  if (signal?.aborted) return 0;
  const held = await claim(sender.database, sender.now(), HOLD_MS, AT_ONCE);
  await Promise.all(held.map(message => send(sender, message)));
  return held.length;
}

async function send(sender: Sender, message: Claimed): Promise<void> {
  const { subject, outcome } = await handOver(sender, message);
  const verdict = decide(message.attempts, outcome);
  if (verdict.status !== 'sent')
    sender.log.warn({ messageId: message.id, channel: message.channel, ...verdict }, 'a message was not sent');
  await settle(sender.database, message, verdict, subject, sender.now());
}

async function handOver(sender: Sender, message: Claimed): Promise<{ subject?: string; outcome: Outcome }> {
  const { id, recipient: to, channel } = message;
  try {
    if (channel === 'sms')
      return { outcome: await sender.sms.send({ id, to, text: await rendered(sender, message, renderSms) }) };
    const mail = await rendered(sender, message, renderEmail);
    return { subject: mail.subject, outcome: await sender.email.send({ id, to, ...mail }) };
  } catch (error) {
    return { outcome: { state: 'deferred', error: error instanceof Error ? error.message : String(error) } };
  }
}

/** Renders a message; where a merchant's template fails on it, the one that came with the shop says it. */
async function rendered<T>(
  sender: Sender,
  message: Claimed,
  render: (text: (typeof shipped)['order-paid'], view: View) => Promise<T>,
): Promise<T> {
  const view = viewOf(message.data, message.orderId, sender);
  const { text, changed } = await findTemplate(sender.database, message.template);
  try {
    return await render(text, view);
  } catch (error) {
    if (!changed || !(error instanceof TemplateError)) throw error;
    sender.log.error({ error, template: message.template }, 'a template was passed over');
    return render(shipped[message.template], view);
  }
}

import { types } from 'node:util';
import { createTransport } from 'nodemailer';
import type { DeliveryOutcome } from '../message.ts';
import type { EmailProvider } from './channel.ts';

export interface SmtpOptions {
  /** `smtp://user:password@host:587`, `smtps://…`. */
  url: string;
  /** The address that messages come from. */
  from: string;
  /** The name that goes with it. */
  shopName: string;
}

const MAX_CONNECTIONS = 10;
/** Shorter than any server waits, so that none closes a connection while it is given a message. */
const IDLE_MS = 10_000;

/** Codes of nodemailer that come before a message is handed over. */
const UNREACHABLE = new Set(['EDNS', 'EAUTH', 'ENOAUTH', 'ETLS', 'EPROTOCOL']);

/**
 * E-mail by SMTP. SMTP hands over at least once: when the connection is lost between the end of the data and the
 * server's answer, nobody can know whether it was taken (RFC 1047). So the `Message-ID` is made from the message's id
 * and stays the same: a message that is sent again after such a loss, or after this process was killed, carries the id
 * of the first, by which mailboxes tell duplicates (RFC 5322, section 3.6.4). Where the server does tell (any answer
 * with a code), its word counts and nothing is sent twice. Connections are kept for the next messages.
 */
export function smtpProvider({ url, from, shopName }: SmtpOptions): EmailProvider {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    idleTimeout: IDLE_MS,
    maxRequeues: 0, // the sender repeats, and counts
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    dnsTimeout: 5_000,
    socketTimeout: 15_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.split('@').at(-1) ?? from;
  return {
    async send({ id, to, subject, html, text }) {
      const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
      try {
        await transport.sendMail({
          from: { name: shopName, address: from },
          to: { name: '', address: to },
          subject,
          html,
          text,
          headers,
          messageId: `<${id}@${domain}>`,
        });
        return { state: 'accepted' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/**
 * What an error of nodemailer says: a code of the server (RFC 5321, section 4.2.1) or, without one, how the
 * conversation failed. A connection that ended without a word may have ended after the message: that counts as an
 * attempt.
 */
function outcomeOf(thrown: unknown): DeliveryOutcome {
  if (!types.isNativeError(thrown)) return { state: 'deferred', error: String(thrown) };
  const error = thrown.message;
  const [code, syscall, answer] = ['code', 'syscall', 'responseCode'].map(name => Reflect.get(thrown, name));
  const unconnected = syscall === 'connect' || /^(Connection timeout|Greeting never received)/.test(error);
  if (unconnected || UNREACHABLE.has(code)) return { state: 'unreachable', error };
  // An address that cannot be written into the envelope has no answer, and will not get better.
  const refused = typeof answer === 'number' ? answer >= 500 : code === 'EENVELOPE';
  return { state: refused ? 'refused' : 'deferred', error };
}

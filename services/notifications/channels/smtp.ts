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
/** Shorter than the idle timeout of servers, so that none closes a connection during a message. */
const IDLE_MS = 10_000;

/** Codes of nodemailer for errors before a message is transmitted. */
const UNREACHABLE = new Set(['EDNS', 'EAUTH', 'ENOAUTH', 'ETLS', 'EPROTOCOL']);

/**
 * E-mail by SMTP. SMTP delivers at least once: when the connection is lost between the end of the data and the server's
 * response, it is unknown whether the message was accepted (RFC 1047). So the `Message-ID` is made from the message's
 * id and stays the same: a message that is sent again after such a loss, or after this process was killed, carries the
 * id of the first, by which mailboxes detect duplicates (RFC 5322, section 3.6.4). If the server responds (any reply
 * with a code), the reply decides and nothing is sent twice. Connections are pooled.
 */
export function smtpProvider({ url, from, shopName }: SmtpOptions): EmailProvider {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    idleTimeout: IDLE_MS,
    maxRequeues: 0, // the sender retries, and counts attempts
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
          // Half the CPU of quoted-printable, and of looking for the shorter one.
          textEncoding: 'base64',
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
 * The outcome of a nodemailer error: a code of the server (RFC 5321, section 4.2.1) or, without one, how the
 * conversation failed. A connection that closed without a reply may have closed after the message: that counts as an
 * attempt.
 */
function outcomeOf(thrown: unknown): DeliveryOutcome {
  if (!types.isNativeError(thrown)) return { state: 'deferred', error: String(thrown) };
  const error = thrown.message;
  const [code, syscall, answer] = ['code', 'syscall', 'responseCode'].map(name => Reflect.get(thrown, name));
  const unconnected = syscall === 'connect' || /^(Connection timeout|Greeting never received)/.test(error);
  if (unconnected || UNREACHABLE.has(code)) return { state: 'unreachable', error };
  // An address that is invalid in the envelope gets no reply, and stays invalid.
  const refused = typeof answer === 'number' ? answer >= 500 : code === 'EENVELOPE';
  return { state: refused ? 'refused' : 'deferred', error };
}

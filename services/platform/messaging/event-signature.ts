import { type KeyObject, sign, verify } from 'node:crypto';
import type { EncodedEvent, KafkaMessage } from '../../../contracts/codegen/runtime/events.ts';
import type { PublicKeys } from '../service-keys.ts';

/** An extension attribute of CloudEvents: the signature of the service that publishes the event. */
const SIGNATURE_HEADER = 'ce_signature';
const SIGNED_HEADERS = ['ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time'] as const;

/** An event that the service of its topic has not signed, or not as it is. */
export class ForgedEventError extends Error {
  override readonly name = 'ForgedEventError';
}

/** The service that publishes a topic of the contracts, `<service>.<aggregate>.v<N>`. */
const publisherOf = (topic: string): string => topic.split('.')[0] ?? '';

/** What is signed: where the event stands, its attributes and its payload. */
function signedBytes(
  topic: string,
  key: string,
  header: (name: string) => string | undefined,
  value: Uint8Array,
): Uint8Array {
  const about = [topic, key, ...SIGNED_HEADERS.map(name => header(name) ?? null)];
  return Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), value]);
}

/** The event as its service publishes it, signed with Ed25519 (RFC 8032). */
export function signEvent(topic: string, event: EncodedEvent, key: KeyObject): EncodedEvent {
  const bytes = signedBytes(topic, event.key, name => event.headers[name], Buffer.from(event.value));
  const signature = sign(null, bytes, key).toString('base64url');
  return { ...event, headers: { ...event.headers, [SIGNATURE_HEADER]: signature } };
}

/** Throws ForgedEventError for a message that the service of its topic has not signed as it is. */
export function requireSignature(topic: string, message: KafkaMessage, keys: PublicKeys): void {
  const header = (name: string): string | undefined => message.headers?.[name]?.toString();
  const signature = Buffer.from(header(SIGNATURE_HEADER) ?? '', 'base64url');
  const bytes = signedBytes(topic, message.key?.toString() ?? '', header, Buffer.from(message.value ?? ''));
  const trusted = keys.get(publisherOf(topic)) ?? [];
  if (trusted.some(key => verify(null, bytes, key, signature))) return;
  throw new ForgedEventError(`${header('ce_type') ?? 'An event'} of ${topic} is not signed by ${publisherOf(topic)}`);
}

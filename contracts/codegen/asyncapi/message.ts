import { isObject, type Json, type JsonObject, objectIn, put, refOf, stringIn, stringsIn } from '../document/json.ts';
import { pascalCase } from '../names.ts';
import { deref } from '../openapi/deref.ts';
import { parseMediaType } from '../runtime/media-type.ts';
import type { AddressParameter } from './address.ts';
import { type Location, readLocation } from './location.ts';
import { withTraits } from './traits.ts';

/** A message in a channel: the same message in another channel is another one. */
export interface Message {
  /** How code calls it. */
  name: string;
  /** The CloudEvents type: the message's `name`, else its key in the channel. */
  type: string;
  /** The key of its channel. */
  channel: string;
  /** The address of its channel, with parameters in braces; undefined where only the sender knows it. */
  topic: string | undefined;
  parameters: AddressParameter[];
  summary: string | undefined;
  description: string | undefined;
  payload: Json;
  /** What it carries beside the payload, without the headers of the envelope; undefined for none. */
  headers: JsonObject | undefined;
  /** Where its correlation id is; undefined where it has none. */
  correlation: Location | undefined;
  /** The media type of its payload, where it is not `application/json`. */
  contentType: string | undefined;
  sent: boolean;
  received: boolean;
  /** What its types are called: a message that is in several channels has one type. */
  typeName: string;
  /** What tells messages from others: where it is written. */
  identity: string;
  /** Where it stands in the document. */
  at: string[];
}

/** What a message says wherever it is. */
type MessageItself = Pick<
  Message,
  | 'name'
  | 'typeName'
  | 'type'
  | 'summary'
  | 'description'
  | 'payload'
  | 'headers'
  | 'correlation'
  | 'contentType'
  | 'identity'
>;

/** Reads a message, or a reference to one; `replyHeaders` are headers that it carries because of replies. */
export function readMessage(
  document: JsonObject,
  key: string,
  value: Json,
  replyHeaders: readonly string[],
): MessageItself {
  const message = withTraits(document, value);
  const contentType = stringIn(message, 'contentType') ?? stringIn(document, 'defaultContentType');
  const correlation = readLocation(stringIn(deref(document, message.correlationId), 'location'));
  const implied = correlation && 'header' in correlation ? [correlation.header, ...replyHeaders] : replyHeaders;
  return {
    name: pascalCase(key),
    typeName: pascalCase(key),
    type: stringIn(message, 'name') ?? key,
    summary: stringIn(message, 'summary'),
    description: stringIn(message, 'description'),
    payload: schemaOf(message.payload) ?? {},
    headers: ownHeaders(document, schemaOf(message.headers), implied),
    correlation,
    contentType: contentType === undefined || isPlainJson(contentType) ? undefined : contentType,
    identity: refOf(value) ?? JSON.stringify(value),
  };
}

function isPlainJson(type: string): boolean {
  return parseMediaType(type).essence === 'application/json';
}

/** A payload or headers, out of AsyncAPI's Multi Format Schema Object. */
function schemaOf(value: Json | undefined): Json | undefined {
  return isObject(value) && 'schemaFormat' in value ? value.schema : value;
}

/** What every event carries, made by `encodeEvent` (CloudEvents 1.0, Kafka binding; W3C Trace Context). */
export const envelopeHeaders: ReadonlySet<string> = new Set([
  'content-type',
  'ce_specversion',
  'ce_id',
  'ce_source',
  'ce_type',
  'ce_subject',
  'ce_time',
  'traceparent',
]);

/** The declared headers, and those that a correlation id or the address of a reply is read from. */
function ownHeaders(document: JsonObject, value: Json | undefined, implied: readonly string[]): JsonObject | undefined {
  const schema = objectIn({ schema: deref(document, value) ?? {} }, 'schema');
  const properties: JsonObject = {};
  for (const name of implied) put(properties, name, { type: 'string' });
  for (const [name, property] of Object.entries(objectIn(schema, 'properties'))) put(properties, name, property);
  for (const name of envelopeHeaders) delete properties[name];
  if (Object.keys(properties).length === 0) return undefined;
  const { required: _, ...rest } = schema;
  const required = stringsIn(schema, 'required').filter(name => !envelopeHeaders.has(name));
  return { ...rest, type: 'object', properties, ...(required.length > 0 && { required }) };
}

import { propertyKey, quote } from '../names.ts';
import type { MediaType, Operation, Reply, Schema } from '../openapi/service.ts';
import type { StatusKey } from '../runtime/status.ts';
import { hasChoice } from './input-types.ts';
import { statusType } from './status-types.ts';

interface Member {
  /** The type of the status. */
  status: string;
  contentType: string | undefined;
  /** The type of the body that a handler returns; undefined where there is none. */
  body: string | undefined;
  /** The type of the body that a client gets. */
  received: string | undefined;
  headers: string;
}

export interface ResponseTypes {
  code: string;
  response: string;
  result: string;
}

/** `GetOrderResponse`, and `GetOrderResult` where a client gets another kind of body than a handler returns. */
export function responseTypes(operation: Operation, nameOf: (schema: Schema, wanted: string) => string): ResponseTypes {
  const members = operation.replies.flatMap(reply => replyMembers(operation, reply, nameOf));
  const response = `${operation.typeName}Response`;
  const handled = union(response, members, ({ body }) => body);
  if (members.every(({ body, received }) => body === received)) return { code: handled, response, result: response };
  const result = `${operation.typeName}Result`;
  const got = union(result, members, ({ received }) => received);
  return { code: `${handled}\n/** ${response} as a client gets it. */\n${got}`, response, result };
}

function replyMembers(
  operation: Operation,
  reply: Reply,
  nameOf: (schema: Schema, wanted: string) => string,
): Member[] {
  const { media } = reply;
  const status = statusType(
    reply.status,
    operation.replies.map(other => other.status),
  );
  const required = reply.requiredHeaders.map(name => `${propertyKey(name)}: string`);
  const headers =
    required.length > 0
      ? `headers: { ${required.join('; ')} } & Record<string, string>`
      : 'headers?: Record<string, string>';
  if (media.length === 0) return [{ status, contentType: undefined, body: undefined, received: undefined, headers }];
  return media.map(item => {
    const contentType = hasChoice(media) ? (item.type.includes('*') ? 'string' : quote(item.type)) : undefined;
    return {
      status,
      contentType,
      headers,
      ...bodyTypes(item, schema => nameOf(schema, `${operation.typeName}Response${nameOfStatus(reply.status)}`)),
    };
  });
}

/** How names end that are about a status: `200`, `2XX`, `Default`. */
export function nameOfStatus(status: StatusKey): string {
  return status === 'default' ? 'Default' : String(status);
}

function bodyTypes(media: MediaType, nameOf: (schema: Schema) => string): { body: string; received: string } {
  if (media.isJson) {
    const body = media.schema === undefined ? 'unknown' : nameOf(media.schema);
    return { body, received: body };
  }
  if (media.type.startsWith('text/event-stream')) return { body: 'Readable', received: 'ReadableStream<Uint8Array>' };
  if (media.isText) return { body: 'string | Uint8Array | Readable', received: 'string' };
  return { body: 'Uint8Array | Readable', received: 'Uint8Array' };
}

function union(name: string, members: Member[], bodyOf: (member: Member) => string | undefined): string {
  if (members.length === 0) return `export type ${name} = never;\n`;
  const lines = members.map(member => {
    const body = bodyOf(member);
    const parts = [`status: ${member.status}`];
    if (member.contentType !== undefined) parts.push(`contentType: ${member.contentType}`);
    if (body !== undefined) parts.push(`body: ${body}`);
    return `\n  | { ${[...parts, member.headers].join('; ')} }`;
  });
  return `export type ${name} =${lines.join('')};\n`;
}

import { randomUUID } from 'node:crypto';
import type { Operation, Parameter } from '../openapi/service.ts';
import { isJsonType } from '../runtime/media-type.ts';
import type { ParameterEncoding } from '../runtime/parameter-style.ts';
import { writeCookies, writeHeaders, writePath, writeQuery, writeTarget } from '../runtime/parameter-writer.ts';
import { exchange, type WireRequest } from './exchange.ts';
import type { Answer } from './judge.ts';
import type { RequestValues } from './request-values.ts';

export interface Target {
  /** Where the system answers, without a slash at the end. */
  url: string;
  /** Headers of every request, such as a session. */
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** The longest `Retry-After` of a 429 that is waited for; about a minute where absent. */
  maxWaitMs?: number;
}

const MAX_WAIT_MS = 65_000;

/** How a parameter travels. */
export const encodingOf = ({ name, place, style, explode, content, reserved }: Parameter): ParameterEncoding => ({
  name,
  place,
  style,
  explode,
  reserved,
  ...(content !== undefined && isJsonType(content) ? { json: true } : {}),
});

/**
 * Sends a request; undefined where its values cannot travel. Waits when the system limits the rate of requests, unless
 * it asks for more than `maxWaitMs`: that is no rate, but the answer.
 */
export async function send(target: Target, operation: Operation, request: RequestValues): Promise<Answer | undefined> {
  const written = write(target, operation, request);
  if (!written) return undefined;
  for (let attempts = 0; ; attempts += 1) {
    const answer = await exchange(written, target.timeoutMs);
    if ('failure' in answer || answer.status !== 429 || attempts === 2) return answer;
    const waitMs = Number(answer.headers.get('retry-after') ?? 1) * 1_000 || 1_000;
    if (waitMs > (target.maxWaitMs ?? MAX_WAIT_MS)) return answer;
    await new Promise(resolve => setTimeout(resolve, waitMs));
  }
}

function write(
  target: Target,
  operation: Operation,
  { parameters, body, wire }: RequestValues,
): WireRequest | undefined {
  const all = [...parameters];
  const encodings = all.map(([parameter]) => encodingOf(parameter));
  const valuesOf = (place: string) =>
    Object.fromEntries(
      all.filter(([parameter]) => parameter.place === place).map(([parameter, value]) => [parameter.name, value]),
    );
  try {
    const query = [writeQuery(valuesOf('query'), encodings), wire?.query ?? ''].filter(text => text !== '').join('&');
    const path = wire?.segment
      ? writePath(operation.path, { ...valuesOf('path'), [wire.segment.name]: HOLE }, encodings).replace(
          HOLE,
          () => wire.segment?.text ?? '',
        )
      : writePath(operation.path, valuesOf('path'), encodings);
    const named = new Map(Object.entries({ ...target.headers, ...writeHeaders(valuesOf('header'), encodings) }));
    if (named.has('idempotency-key')) named.set('idempotency-key', randomUUID());
    const cookies = [named.get('cookie') ?? '', writeCookies(valuesOf('cookie'), encodings)];
    if (cookies.some(text => text !== '')) named.set('cookie', cookies.filter(text => text !== '').join('; '));
    if (body) named.set('content-type', body.type);
    const headers = [...named, ...(wire?.headers ?? [])].map(([name, value]) => [name, onTheWire(value)] as const);
    if (headers.some(([, value]) => !isFieldValue(value))) return undefined;
    return {
      method: operation.method.toUpperCase(),
      base: target.url,
      path: writeTarget(path, query),
      headers,
      body: body && ('raw' in body ? body.raw : JSON.stringify(body.value)),
    };
  } catch (error) {
    if (error instanceof TypeError || error instanceof URIError) return undefined;
    throw error;
  }
}

/** Stands in a path until the text takes its place that no writer would write. */
const HOLE = 'a-value-that-travels-as-it-is';

/** Whether a header can have a value. RFC 9110, 5.5. */
const isFieldValue = (value: string): boolean => /^[\t -~\u0080-\u00ff]*$/.test(value);

/** What is beyond Latin-1 travels as the bytes of UTF-8; RFC 9110, 5.5, leaves them to the receiver. */
function onTheWire(value: string): string {
  const isLatin1 = Buffer.from(value, 'latin1').toString('latin1') === value;
  return isLatin1 ? value : Buffer.from(value, 'utf8').toString('latin1');
}

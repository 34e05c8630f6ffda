import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request that no origin is asked for. */
export function refuse(
  response: ServerResponse,
  status: number,
  title: string,
  detail: string,
  headers: Record<string, string> = {},
): void {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail });
  response
    .writeHead(status, {
      'content-type': 'application/problem+json',
      'content-length': String(Buffer.byteLength(body)),
      'cache-control': 'no-store',
      ...headers,
    })
    .end(body);
}

/** What is wrong with a request that no origin should see: status, title, detail. */
export function fault(request: IncomingMessage): [number, string, string] | undefined {
  if (!request.url?.startsWith('/')) return [400, 'Bad Request', 'The target must be a path.'];
  if (request.method === 'TRACE' || request.method === 'CONNECT')
    return [405, 'Method Not Allowed', `${request.method} is not possible here.`];
  if (/\bwebsocket\b/i.test(request.headers.upgrade ?? ''))
    return [501, 'Not Implemented', 'There are no websockets here.'];
  if (!/^[\w.[\]:-]{1,255}$/.test(request.headers.host ?? '')) return [400, 'Bad Request', 'The Host is none.'];
  return undefined;
}

/** Whether a request has a body. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whether a request is for a stream of events. */
export const isStream = ({ headers }: IncomingMessage): boolean =>
  String(headers.accept ?? '').includes('text/event-stream');

/** Whether a request is for a part of the answer; of other methods a range means nothing (RFC 9110, section 14.2). */
export const isForPart = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && headers.range !== undefined;

/**
 * Whether an answer may come from the cache: not a stream, nor for who shows a credential that is no cookie, nor a part
 * that must be one of an answer that the server behind still has, which only that knows.
 */
export function isCacheable(request: IncomingMessage): boolean {
  const { method, headers } = request;
  if ((method !== 'GET' && method !== 'HEAD') || hasBody(request) || isStream(request)) return false;
  if (headers.authorization !== undefined || headers['x-order-token'] !== undefined) return false;
  const isBound = headers['if-match'] !== undefined || headers['if-unmodified-since'] !== undefined;
  return !(isForPart(request) && isBound);
}

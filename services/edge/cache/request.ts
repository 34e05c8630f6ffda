import type { IncomingMessage, ServerResponse } from 'node:http';

/** The headers and the body of a problem (RFC 9457) that the edge itself makes. */
export function problemMessage(status: number, title: string, detail: string) {
  return {
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: Buffer.from(JSON.stringify({ type: 'about:blank', title, status, detail })),
  };
}

/** Sends a problem that the edge itself makes. */
export function sendProblem(
  response: ServerResponse,
  status: number,
  title: string,
  detail: string,
  headers: Record<string, string> = {},
): void {
  const problem = problemMessage(status, title, detail);
  response
    .writeHead(status, { ...problem.headers, 'content-length': String(problem.body.length), ...headers })
    .end(problem.body);
}

/** Why a request must not be forwarded: status, title, detail; undefined for a valid one. */
export function rejectionOf(request: IncomingMessage): [number, string, string] | undefined {
  if (!request.url?.startsWith('/')) return [400, 'Bad Request', 'The target must be a path.'];
  if (request.method === 'TRACE' || request.method === 'CONNECT')
    return [405, 'Method Not Allowed', `${request.method} is not possible here.`];
  if (/\bwebsocket\b/i.test(request.headers.upgrade ?? ''))
    return [501, 'Not Implemented', 'There are no websockets here.'];
  if (request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1)
    return [400, 'Bad Request', 'Several Host headers.']; // RFC 9112, section 3.2
  if (!/^[\w.[\]:-]{1,255}$/.test(request.headers.host ?? '')) return [400, 'Bad Request', 'Invalid Host header.'];
  return undefined;
}

/**
 * Paths of every program behind the edge that are for the cluster alone: metrics and probes (platform/http/health.ts).
 */
export const isInternal = (path: string): boolean => /^\/(metrics|health\/(live|ready|flow))\/?$/i.test(path);

/** Whether a request has a body. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whether a request is for a stream of server-sent events. */
export const isEventStream = ({ headers }: IncomingMessage): boolean =>
  String(headers.accept ?? '').includes('text/event-stream');

/** Whether a request is a range request; `Range` has a meaning for GET alone (RFC 9110, section 14.2). */
export const isRangeRequest = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && headers.range !== undefined;

/**
 * Whether a stored response may be reused for a request. False for event streams, for requests with a credential other
 * than a cookie, and for range requests with `If-Match` or `If-Unmodified-Since`, which only the origin can evaluate.
 */
export function isCacheable(request: IncomingMessage): boolean {
  const { method, headers } = request;
  if ((method !== 'GET' && method !== 'HEAD') || hasBody(request) || isEventStream(request)) return false;
  if (headers.authorization !== undefined || headers['x-order-token'] !== undefined) return false;
  const hasPrecondition = headers['if-match'] !== undefined || headers['if-unmodified-since'] !== undefined;
  return !(isRangeRequest(request) && hasPrecondition);
}

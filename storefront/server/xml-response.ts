import type { ServiceUnavailable } from '../shop/gateway.ts';

/** An XML document; 404 where there is none, 503 where a service is down. */
export function xmlResponse(document: string | undefined | ServiceUnavailable): Response {
  if (document === undefined) return new Response('Not found', { status: 404 });
  if (typeof document !== 'string')
    return new Response('Try again later', { status: 503, headers: { 'retry-after': String(document.retryAfter) } });
  return new Response(document, { headers: { 'content-type': 'application/xml' } });
}

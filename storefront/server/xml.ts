import type { Down } from '../shop/gateway.ts';

/** A document of XML, or why there is none. */
export function xmlAnswer(found: string | undefined | Down): Response {
  if (found === undefined) return new Response('Not found', { status: 404 });
  if (typeof found !== 'string')
    return new Response('Try again later', { status: 503, headers: { 'retry-after': String(found.retryAfter) } });
  return new Response(found, { headers: { 'content-type': 'application/xml' } });
}

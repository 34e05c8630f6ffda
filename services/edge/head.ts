import { isCompressible } from './compression.ts';
import { BROWSER_HEADER } from './entry.ts';
import { headersBack } from './onward.ts';
import type { Headers } from './policy.ts';

export type Outcome = 'HIT' | 'STALE' | 'MISS' | 'PASS';

/** The headers of an answer to a browser, as they are sent. */
export type Head = Record<string, string | string[]>;

/** What of an answer's headers every browser gets that asks for it. */
export function commonHead(status: number, headers: Headers): Head {
  const back = headersBack(headers);
  const cacheControl = headers[BROWSER_HEADER];
  if (cacheControl !== undefined) back['cache-control'] = cacheControl;
  if (isCompressible(status, headers)) back.vary = withVary(back.vary);
  return back;
}

/**
 * What this answer says of itself. `prefix` is what the route cut off the path, put back before addresses of the
 * answer.
 */
export function ownHead(
  common: Head,
  { requestId, prefix, outcome }: { requestId: string; prefix: string; outcome: Outcome },
): Head {
  const head: Head = { ...common, 'x-request-id': requestId, 'x-cache': outcome };
  const { location } = common;
  if (prefix !== '' && typeof location === 'string' && /^\/(?!\/)/.test(location))
    head.location = `${prefix}${location}`;
  return head;
}

function withVary(vary: string | string[] | undefined): string {
  const named = vary === undefined ? '' : String(vary);
  return /\baccept-encoding\b|\*/i.test(named) ? named : [named, 'Accept-Encoding'].filter(Boolean).join(', ');
}

/** A compressed body is another representation: its tag says only that it means the same (RFC 9110, section 8.8.1). */
export function withEncoding(head: Head, encoding: string): Head {
  const { 'content-length': _, 'accept-ranges': __, ...left } = head;
  const { etag } = left;
  const weak = typeof etag === 'string' && !etag.startsWith('W/') ? { etag: `W/${etag}` } : {};
  return { ...left, ...weak, 'content-encoding': encoding };
}

/** The head of an answer that has no body of its own: of a `304`. */
export function withoutBody(head: Head): Head {
  const { 'content-length': _, 'content-type': __, ...left } = head;
  return left;
}

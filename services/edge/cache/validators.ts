import type { IncomingHttpHeaders } from 'node:http';
import { type Headers, headerValue } from './cache-control.ts';

function opaqueTag(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}

/**
 * Whether a conditional request is answered with `304`: `If-None-Match` by weak comparison, else `If-Modified-Since`
 * (RFC 9110, sections 13.1.2 and 13.1.3).
 */
export function isNotModified(request: IncomingHttpHeaders, response: Headers): boolean {
  const ifNoneMatch = request['if-none-match'];
  const etag = headerValue(response.etag);
  if (ifNoneMatch !== undefined) {
    if (etag === undefined) return false;
    return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some(tag => opaqueTag(tag) === opaqueTag(etag));
  }
  const since = Date.parse(request['if-modified-since'] ?? '');
  const modified = Date.parse(headerValue(response['last-modified']) ?? '');
  return !Number.isNaN(since) && !Number.isNaN(modified) && modified <= since;
}

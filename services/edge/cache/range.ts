import type { IncomingHttpHeaders } from 'node:http';
import type { Headers } from './cache-control.ts';

/** The first and the last byte of a range, counted from 0. */
export interface ByteRange {
  first: number;
  last: number;
}

/** A complete response, as far as a range request needs it. */
export interface RangeSource {
  headers: Headers;
  /** Bytes of the body. */
  length: number;
  /** When the response was received from its origin, ms since 1970. */
  cachedAt: number;
}

/**
 * `Last-Modified` is a strong validator only if the response was received a second or more after it (RFC 9110, section
 * 8.8.2.2).
 */
const STRONG_DATE_MS = 1_000;

/** Evaluates `If-Range` by strong comparison (RFC 9110, section 13.1.5). */
function matchesIfRange(ifRange: string, { headers, cachedAt }: RangeSource): boolean {
  if (ifRange.startsWith('"')) return ifRange === headers.etag;
  const modified = headers['last-modified'];
  return ifRange === modified && cachedAt - Date.parse(ifRange) >= STRONG_DATE_MS;
}

/**
 * The range of a response that a request asks for (RFC 9110, section 14); undefined for a request of the whole. Several
 * ranges, units other than bytes and invalid ranges count as requests of the whole, as a server may choose.
 */
export function rangeOf(request: IncomingHttpHeaders, source: RangeSource): ByteRange | 'unsatisfiable' | undefined {
  const requested = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(request.range ?? '');
  if (!requested || source.length === 0) return undefined;
  const ifRange = request['if-range'];
  if (ifRange !== undefined && !matchesIfRange(String(ifRange).trim(), source)) return undefined;
  const [, from = '', to = ''] = requested;
  const end = source.length - 1;
  if (from === '') {
    if (to === '') return undefined;
    return Number(to) === 0 ? 'unsatisfiable' : { first: Math.max(0, source.length - Number(to)), last: end };
  }
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) > end) return 'unsatisfiable';
  return { first: Number(from), last: to === '' ? end : Math.min(Number(to), end) };
}

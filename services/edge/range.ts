import type { IncomingHttpHeaders } from 'node:http';
import type { Headers } from './policy.ts';

/** The first and the last byte that are asked for, counted from 0. */
export interface Part {
  first: number;
  last: number;
}

/** A whole answer of which a part may be given. */
export interface Divisible {
  headers: Headers;
  /** Bytes of the body. */
  length: number;
  /** When it was taken from its origin, ms. */
  cachedAt: number;
}

/**
 * A date tells of the same bytes only if the answer was taken a second or more after it (RFC 9110, section 8.8.2.2).
 */
const DISTINCT_MS = 1_000;

/**
 * Whether what the browser has a part of is this answer: compared strongly, as the parts are put together (RFC 9110,
 * section 13.1.5).
 */
function isSame(known: string, { headers, cachedAt }: Divisible): boolean {
  if (known.startsWith('"')) return known === headers.etag;
  const modified = headers['last-modified'];
  return known === modified && cachedAt - Date.parse(known) >= DISTINCT_MS;
}

/**
 * The part of an answer that a request is for (RFC 9110, section 14): undefined where it is for the whole, 'beyond'
 * where the answer has no such part. Several parts at once, other units than bytes and what is no range are answered
 * with the whole, as a server may.
 */
export function partOf(request: IncomingHttpHeaders, answer: Divisible): Part | 'beyond' | undefined {
  const asked = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(request.range ?? '');
  if (!asked || answer.length === 0) return undefined;
  const known = request['if-range'];
  if (known !== undefined && !isSame(String(known).trim(), answer)) return undefined;
  const [, from = '', to = ''] = asked;
  const end = answer.length - 1;
  if (from === '') {
    if (to === '') return undefined;
    return Number(to) === 0 ? 'beyond' : { first: Math.max(0, answer.length - Number(to)), last: end };
  }
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) > end) return 'beyond';
  return { first: Number(from), last: to === '' ? end : Math.min(Number(to), end) };
}

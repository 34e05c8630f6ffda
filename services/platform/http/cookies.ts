/// <reference path="./cookie.d.ts" />
import { parse, serialize } from 'cookie';

export interface CookieOptions {
  /** Seconds. */
  maxAge: number;
  path?: string;
  /** Whether scripts of the page may read it. */
  isReadable?: boolean;
  /** Whether it is sent over HTTPS alone. */
  isSecure: boolean;
}

/**
 * The cookies of a `Cookie` header (RFC 6265, section 5.4), their values as they were sent. Of two with one name the
 * first counts: browsers send the most specific first.
 */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = parse(header ?? '', { decode: value => value });
  return new Map(Object.entries(cookies).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/**
 * A `Set-Cookie` header (RFC 6265bis) that other sites do not send with forms, and that no script reads unless
 * `isReadable`. The value is percent-encoded.
 */
export function serializeCookie(
  name: string,
  value: string,
  { maxAge, path = '/', isReadable = false, isSecure }: CookieOptions,
): string {
  return serialize(name, value, { maxAge, path, sameSite: 'lax', httpOnly: !isReadable, secure: isSecure });
}

import { hasRole } from '../platform/http/auth.ts';

/** Who asks, as far as the gateway knows. */
export interface Caller {
  kind: 'staff' | 'shopper';
  roles: readonly string[];
}

/** Which credentials a request carries, before anything is verified but the session. */
export interface Credentials {
  caller: Caller | undefined;
  hasOrderToken: boolean;
  hasServiceToken: boolean;
}

export type Verdict = 'granted' | 'anonymous' | 'forbidden';

function sessionVerdict(visitor: Caller | undefined, roles: readonly string[]): Verdict {
  if (!visitor) return 'anonymous';
  return hasRole(visitor, roles) ? 'granted' : 'forbidden';
}

/**
 * Whether the gateway lets a request through to its service, by the alternatives of the contract's `security` (OpenAPI
 * 3.1, section 4.8.10.1: any alternative will do, within one every scheme must). Tokens other than the session are only
 * looked for here: the service verifies them.
 */
export function authorize(
  security: readonly Readonly<Record<string, readonly string[]>>[],
  credentials: Credentials,
): Verdict {
  if (security.length === 0) return 'granted';
  let forbidden = false;
  for (const alternative of security) {
    const verdicts = Object.entries(alternative).map(([scheme, roles]): Verdict => {
      if (scheme === 'session') return sessionVerdict(credentials.caller, roles);
      const present =
        scheme === 'orderToken'
          ? credentials.hasOrderToken
          : scheme === 'service'
            ? credentials.hasServiceToken
            : false;
      return present ? 'granted' : 'anonymous';
    });
    if (verdicts.every(verdict => verdict === 'granted')) return 'granted';
    forbidden ||= verdicts.includes('forbidden') && !verdicts.includes('anonymous');
  }
  return forbidden ? 'forbidden' : 'anonymous';
}

/** Methods that change nothing: RFC 9110, section 9.2.1. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a page of another site made the browser send this: a change that carries the session cookie must come from
 * one of our own origins (OWASP's CSRF cheat sheet, verifying origin). Programs that send neither header are no
 * browsers.
 */
export function isCrossSite(
  method: string,
  headers: { origin: string | undefined; site: string | undefined },
  origins: ReadonlySet<string>,
): boolean {
  if (SAFE.has(method)) return false;
  if (headers.origin !== undefined) return !origins.has(headers.origin);
  return headers.site !== undefined && headers.site !== 'same-origin' && headers.site !== 'none';
}

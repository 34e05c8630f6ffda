import { hasRole } from '../platform/http/auth.ts';

/** Who sends a request, as far as the gateway knows. */
export interface Caller {
  kind: 'staff' | 'shopper';
  roles: readonly string[];
}

/** The credentials of a request; the gateway has verified the session alone. */
export interface Credentials {
  caller: Caller | undefined;
  hasOrderToken: boolean;
}

export type Verdict = 'granted' | 'anonymous' | 'forbidden';

function sessionVerdict(caller: Caller | undefined, roles: readonly string[]): Verdict {
  if (!caller) return 'anonymous';
  return hasRole(caller, roles) ? 'granted' : 'forbidden';
}

/**
 * Whether a request is forwarded to its service, by the alternatives of the contract's `security` (OpenAPI 3.1, section
 * 4.8.10.1: one alternative must be met, with every scheme in it). Of an order token only the presence is checked: the
 * service verifies it. Services call one another directly: none comes in here.
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
      return scheme === 'orderToken' && credentials.hasOrderToken ? 'granted' : 'anonymous';
    });
    if (verdicts.every(verdict => verdict === 'granted')) return 'granted';
    forbidden ||= verdicts.includes('forbidden') && !verdicts.includes('anonymous');
  }
  return forbidden ? 'forbidden' : 'anonymous';
}

/** The origins of our own pages. */
export interface Origins {
  storefront: ReadonlySet<string>;
  console: ReadonlySet<string>;
}

/** Where a request with a session cookie comes from, as the browser and the edge say it. */
export interface RequestSource {
  method: string;
  /** `Origin`. */
  origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  site: string | undefined;
  /** The requested host, with its port. */
  host: string | undefined;
}

/** Safe methods (RFC 9110, section 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The origins whose pages may use an operation: the console alone for admin operations. */
export const originsFor = (kind: 'public' | 'admin', { storefront, console }: Origins): ReadonlySet<string> =>
  kind === 'admin' ? console : new Set([...storefront, ...console]);

/**
 * Whether a page that may not use the operation made the browser send a request with the session cookie (OWASP's CSRF
 * cheat sheet, "Verifying Origin"). A change must come from one of our origins. An admin operation, reads included,
 * must not come from the storefront's pages, which share the cookie's site, nor through the storefront's host. Programs
 * that send neither header are no browsers.
 */
export function isCrossSite(source: RequestSource, kind: 'public' | 'admin', origins: Origins): boolean {
  const { method, origin, site, host } = source;
  const allowed = originsFor(kind, origins);
  if (kind === 'admin' && host !== undefined && hostsOf(origins.storefront).has(host)) return true;
  if (origin !== undefined) return !allowed.has(origin) && (kind === 'admin' || !SAFE.has(method));
  if (SAFE.has(method)) return false;
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

const hostsOf = (origins: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...origins].map(origin => new URL(origin).host));

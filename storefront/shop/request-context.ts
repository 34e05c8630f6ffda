import { AsyncLocalStorage } from 'node:async_hooks';

/** One request to the storefront: its input, and what rendering the page records for the response. */
export interface RequestContext {
  /** The shopper's address, by `X-Forwarded-For`. */
  readonly address: string | undefined;
  /** The origin that the browser sees: scheme, host and port. */
  readonly origin: string;
  readonly cookies: ReadonlyMap<string, string>;
  /** Marks the scripts of this rendering of the page; it is never sent. */
  readonly nonce: string;
  /** Watches which fields are read of an answer of a service; undefined where that is not measured. */
  readonly observe: ((service: string, operation: string, body: unknown) => unknown) | undefined;
  /** The cache tags of everything that was read. */
  readonly tags: Set<string>;
  /** The freshness of everything that was read, in a shared cache, seconds; undefined while nothing was read. */
  sharedCache: { maxAge: number; staleWhileRevalidate: number } | undefined;
  /** Whether the response must not be cached: it depends on a cookie, or on a private response. */
  isPrivate: boolean;
  /** A service is down: the response is a 503 with this `Retry-After`, seconds. */
  retryAfter: number | undefined;
  /** The error that rendering threw, if any. */
  error: unknown;
  /** `Set-Cookie` headers of the page. */
  readonly cookiesToSet: string[];
}

/**
 * The server (main.ts) and the pages (bundled by Next.js) are two copies of this module in one process. They share the
 * symbol.
 */
const KEY = Symbol.for('covenant.storefront.request-context');

function storage(): AsyncLocalStorage<RequestContext> {
  const known: unknown = Reflect.get(globalThis, KEY);
  if (known instanceof AsyncLocalStorage) return known;
  const made = new AsyncLocalStorage<RequestContext>();
  Reflect.set(globalThis, KEY, made);
  return made;
}

/** A context in which nothing is recorded yet. */
export function createRequestContext(
  known: Pick<RequestContext, 'address' | 'origin' | 'cookies' | 'nonce' | 'observe'>,
): RequestContext {
  return {
    ...known,
    tags: new Set(),
    sharedCache: undefined,
    isPrivate: false,
    retryAfter: undefined,
    error: undefined,
    cookiesToSet: [],
  };
}

export const runInContext = <T>(context: RequestContext, run: () => T): T => storage().run(context, run);

/** The context of the current request. Throws outside of `runInContext`. */
export function currentContext(): RequestContext {
  const context = storage().getStore();
  if (!context) throw new Error('The storefront renders inside runInContext only');
  return context;
}

/** A cookie of the shopper; reading one makes the response private, whether it is set or not. */
export function readCookie(name: string): string | undefined {
  const context = currentContext();
  context.isPrivate = true;
  return context.cookies.get(name);
}

/** Makes the response a 503. */
export function respondUnavailable(retryAfter: number): void {
  currentContext().retryAfter = retryAfter;
}

/** Records the cache headers of a response of the gateway: the page is as fresh as the least fresh of its parts. */
export function recordCacheHeaders(context: RequestContext, headers: Headers): void {
  const cacheControl = headers.get('cache-control') ?? '';
  const seconds = (name: string): number | undefined => {
    const found = new RegExp(`(?:^|[\\s,])${name}=(\\d+)`).exec(cacheControl)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const maxAge = seconds('s-maxage');
  if (maxAge === undefined || /no-store|private/.test(cacheControl)) {
    context.isPrivate = true;
    return;
  }
  const staleWhileRevalidate = seconds('stale-while-revalidate') ?? 0;
  context.sharedCache = context.sharedCache
    ? {
        maxAge: Math.min(context.sharedCache.maxAge, maxAge),
        staleWhileRevalidate: Math.min(context.sharedCache.staleWhileRevalidate, staleWhileRevalidate),
      }
    : { maxAge, staleWhileRevalidate };
  for (const tag of (headers.get('surrogate-key') ?? '').split(' ')) if (tag !== '') context.tags.add(tag);
}

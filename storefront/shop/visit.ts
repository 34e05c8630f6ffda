import { AsyncLocalStorage } from 'node:async_hooks';

/** One request to the storefront: what it carries, and what was learned while its answer was made. */
export interface Visit {
  /** The shopper's address, as the proxies in front say. */
  readonly address: string | undefined;
  /** Where the shopper's browser believes to be: scheme, host and port. */
  readonly origin: string;
  readonly cookies: ReadonlyMap<string, string>;
  /** The tags of everything that was read. */
  readonly tags: Set<string>;
  /** How long a shared cache may keep all that was read, in seconds; undefined while nothing was. */
  shared: { fresh: number; stale: number } | undefined;
  /** Something was read that belongs to one person, or that no cache may keep. */
  personal: boolean;
  /** A part of the shop is down: the answer is a 503, to be tried again after these seconds. */
  retryAfter: number | undefined;
  /** What broke while the page was made, if anything did. */
  broken: unknown;
  /** `Set-Cookie` lines that the page wants to send. */
  readonly cookiesToSet: string[];
}

/**
 * The server (main.ts) and the pages (bundled by Next.js) are two copies of this module in one process: they meet at
 * the symbol.
 */
const KEY = Symbol.for('covenant.storefront.visit');

function storage(): AsyncLocalStorage<Visit> {
  const known: unknown = Reflect.get(globalThis, KEY);
  if (known instanceof AsyncLocalStorage) return known;
  const made = new AsyncLocalStorage<Visit>();
  Reflect.set(globalThis, KEY, made);
  return made;
}

/** A visit of which nothing is known yet. */
export function newVisit(known: Pick<Visit, 'address' | 'origin' | 'cookies'>): Visit {
  return {
    ...known,
    tags: new Set(),
    shared: undefined,
    personal: false,
    retryAfter: undefined,
    broken: undefined,
    cookiesToSet: [],
  };
}

export const runVisit = <T>(visit: Visit, run: () => T): T => storage().run(visit, run);

/** The visit under way. Throws outside of one. */
export function currentVisit(): Visit {
  const visit = storage().getStore();
  if (!visit) throw new Error('The storefront answers inside runVisit only');
  return visit;
}

/** A cookie of the shopper; whoever looks makes the answer personal. */
export function readCookie(name: string): string | undefined {
  const visit = currentVisit();
  visit.personal = true;
  return visit.cookies.get(name);
}

/** The page says that a part of the shop is down. */
export function tellDown(retryAfter: number): void {
  currentVisit().retryAfter = retryAfter;
}

/**
 * Notes what an answer of the gateway says about keeping it: the page may be kept no longer than the least of its
 * parts.
 */
export function noteAnswer(visit: Visit, headers: Headers): void {
  const said = headers.get('cache-control') ?? '';
  const seconds = (name: string): number | undefined => {
    const found = new RegExp(`(?:^|[\\s,])${name}=(\\d+)`).exec(said)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const fresh = seconds('s-maxage');
  if (fresh === undefined || /no-store|private/.test(said)) {
    visit.personal = true;
    return;
  }
  const stale = seconds('stale-while-revalidate') ?? 0;
  visit.shared = visit.shared
    ? { fresh: Math.min(visit.shared.fresh, fresh), stale: Math.min(visit.shared.stale, stale) }
    : { fresh, stale };
  for (const tag of (headers.get('surrogate-key') ?? '').split(' ')) if (tag !== '') visit.tags.add(tag);
}

import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { IdentityClient } from '../../generated/identity/client.ts';
import { sessionClaims } from '../platform/http/auth.ts';
import type { Caller } from './access.ts';

/** A session that identity has verified, with the token that services verify. */
export interface VerifiedSession {
  caller: Caller & { id: string };
  token: string;
}

/** How long a verified session is cached, ms: a session that ended is rejected after this. */
const CACHE_MS = 5_000;
const MAX_CACHED = 10_000;

const keyOf = (cookie: string): string => createHash('sha256').update(cookie).digest('base64');

export interface Sessions {
  /**
   * Exchanges the value of a session cookie for a token; undefined for an unknown or expired session. Throws
   * ProblemError 503 when identity is down.
   */
  exchange(cookie: string): Promise<VerifiedSession | undefined>;
  /** Has the session of a cookie verified again when it is used next: identity may have ended or changed it. */
  forget(cookie: string): void;
}

/** Concurrent requests with one cookie share one request to identity. */
export function createSessions(identity: IdentityClient): Sessions {
  const cached = new Map<string, { session: Promise<VerifiedSession | undefined>; until: number }>();

  async function requestToken(cookie: string): Promise<VerifiedSession | undefined> {
    const response = await identity.exchangeSession({ body: { session: cookie } });
    if (response.status !== 200) return undefined;
    const { sub, kind, roles } = sessionClaims.parse(decodeJwt(response.body.token));
    return { caller: { id: sub, kind, roles }, token: response.body.token };
  }

  return {
    exchange(cookie) {
      const key = keyOf(cookie);
      const hit = cached.get(key);
      if (hit && hit.until > Date.now()) return hit.session;
      if (cached.size >= MAX_CACHED) cached.clear();
      const session = requestToken(cookie);
      cached.set(key, { session, until: Date.now() + CACHE_MS });
      session.catch(() => cached.delete(key));
      return session;
    },
    forget: cookie => void cached.delete(keyOf(cookie)),
  };
}

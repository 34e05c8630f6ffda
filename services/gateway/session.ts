import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { IdentityClient } from '../../generated/identity/client.ts';
import { sessionClaims } from '../platform/http/auth.ts';
import type { Caller } from './access.ts';

/** A session that identity vouches for: who it is, and the token that services verify. */
export interface VerifiedSession {
  caller: Caller & { id: string };
  token: string;
}

/** How long the answer of identity is believed, ms: whoever is let go is out after this. */
const CACHE_MS = 5_000;
const MAX_CACHED = 10_000;

export interface Sessions {
  /**
   * Trades the value of a session cookie for a token; undefined when there is no such session. Throws ProblemError 503
   * when identity is down.
   */
  exchange(cookie: string): Promise<VerifiedSession | undefined>;
}

/** Asks identity once for requests that come together, and again after 5 s. */
export function createSessions(identity: IdentityClient): Sessions {
  const cached = new Map<string, { answer: Promise<VerifiedSession | undefined>; until: number }>();

  async function requestToken(cookie: string): Promise<VerifiedSession | undefined> {
    const answer = await identity.exchangeSession({ body: { session: cookie } });
    if (answer.status !== 200) return undefined;
    const { sub, kind, roles } = sessionClaims.parse(decodeJwt(answer.body.token));
    return { caller: { id: sub, kind, roles }, token: answer.body.token };
  }

  return {
    exchange(cookie) {
      const key = createHash('sha256').update(cookie).digest('base64');
      const hit = cached.get(key);
      if (hit && hit.until > Date.now()) return hit.answer;
      if (cached.size >= MAX_CACHED) cached.clear();
      const answer = requestToken(cookie);
      cached.set(key, { answer, until: Date.now() + CACHE_MS });
      answer.catch(() => cached.delete(key));
      return answer;
    },
  };
}

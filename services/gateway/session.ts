import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { IdentityClient } from '../../generated/identity/client.ts';
import { sessionClaims } from '../platform/http/auth.ts';
import type { Visitor } from './access.ts';

/** A session that identity vouches for: who it is, and the token that services verify. */
export interface Signed {
  visitor: Visitor & { id: string };
  token: string;
}

/** How long the answer of identity is believed, ms: whoever is let go is out after this. */
const BELIEVE_MS = 5_000;
const MOST = 10_000;

export interface Sessions {
  /**
   * Trades the value of a session cookie for a token; undefined when there is no such session. Throws ProblemError 503
   * when identity is down.
   */
  exchange(cookie: string): Promise<Signed | undefined>;
}

/** Asks identity once for requests that come together, and again after 5 s. */
export function createSessions(identity: IdentityClient): Sessions {
  const known = new Map<string, { answer: Promise<Signed | undefined>; until: number }>();

  async function ask(cookie: string): Promise<Signed | undefined> {
    const answer = await identity.exchangeSession({ body: { session: cookie } });
    if (answer.status !== 200) return undefined;
    const { sub, kind, roles } = sessionClaims.parse(decodeJwt(answer.body.token));
    return { visitor: { id: sub, kind, roles }, token: answer.body.token };
  }

  return {
    exchange(cookie) {
      const key = createHash('sha256').update(cookie).digest('base64');
      const hit = known.get(key);
      if (hit && hit.until > Date.now()) return hit.answer;
      if (known.size >= MOST) known.clear();
      const answer = ask(cookie);
      known.set(key, { answer, until: Date.now() + BELIEVE_MS });
      answer.catch(() => known.delete(key));
      return answer;
    },
  };
}

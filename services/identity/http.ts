import type { IdentityHandlers } from '../../generated/identity/server.ts';
import { refusal } from '../platform/http/problem.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { accountHandlers } from './http-account.ts';
import { linkHandlers } from './http-links.ts';
import { secondFactorHandlers } from './http-second-factor.ts';
import { sessionHandlers } from './http-sessions.ts';
import { shopperAccountHandlers } from './http-shopper-account.ts';
import { staffHandlers } from './http-staff.ts';
import { recordSeen } from './session-store.ts';
import { createSessions } from './sessions.ts';

/** What identity answers; one function for each operation of its contract. */
export function identityHandlers(dependencies: IdentityDependencies): IdentityHandlers<IdentityContext> {
  const { keys, prisma } = dependencies;
  const sessions = createSessions(dependencies);
  return {
    ...sessionHandlers(dependencies, sessions),
    ...linkHandlers(dependencies, sessions),
    ...accountHandlers(dependencies, sessions),
    ...secondFactorHandlers(dependencies, sessions),
    ...shopperAccountHandlers(dependencies, sessions),
    ...staffHandlers(dependencies),

    async getKeys() {
      return { status: 200, body: { keys: [...keys.published] } };
    },

    async exchangeSession({ body: { session } }) {
      const found = await sessions.ofCookieValue(session);
      if (!found) return refusal(401, 'Nobody is signed in.');
      const authenticatedAt = await recordSeen(prisma, found.session.id, new Date());
      const { token, expiresAt } = keys.sign({ ...found.user, ...(authenticatedAt && { authenticatedAt }) });
      return { status: 200, body: { token, expiresAt: expiresAt.toISOString() } };
    },
  };
}

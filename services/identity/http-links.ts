import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { IdentityHandlers } from '../../generated/identity/server.ts';
import { createLinkToken, findAccountLink } from './account-links.ts';
import { asActor, changeEventsOf } from './change-event.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { requestPasswordReset, resetPassword } from './own-account.ts';
import { passwordProblem } from './password-strength.ts';
import { linkExpired, passwordRefused } from './refusals.ts';
import type { Sessions } from './sessions.ts';
import { acceptInvitation } from './store.ts';

type LinkHandlers = Pick<
  IdentityHandlers<IdentityContext>,
  'readAccountLink' | 'acceptInvitation' | 'requestPasswordReset' | 'resetPassword' | 'createLinkToken'
>;

const linkPurpose = z.enum(['invitation', 'password_reset']);

/** The response to a request for a new password takes as long whether there is such an account or not, ms. */
const RESET_RESPONSE_MS = 300;

/** The operations of links by mail. */
export function linkHandlers({ prisma, passwords }: IdentityDependencies, sessions: Sessions): LinkHandlers {
  return {
    async createLinkToken({ path: { linkId } }) {
      const created = await createLinkToken(prisma, linkId, new Date());
      if (!created) return linkExpired;
      const body = { token: created.token, expiresAt: created.expiresAt.toISOString() };
      return { status: 201, body, headers: { 'cache-control': 'no-store' } };
    },

    async readAccountLink({ body: { token } }) {
      const link = await findAccountLink(prisma, token, new Date());
      if (!link) return linkExpired;
      const { email, name } = link.user;
      const purpose = linkPurpose.parse(link.purpose);
      return { status: 200, body: { purpose, email, name, expiresAt: link.expiresAt.toISOString() } };
    },

    async acceptInvitation({ body: { token, password } }, context) {
      const link = await findAccountLink(prisma, token, new Date());
      if (link?.purpose !== 'invitation') return linkExpired;
      const problem = passwordProblem(password, link.user);
      if (problem !== undefined) return passwordRefused(problem);
      const chosen = { token, passwordHash: await passwords.hash(password) };
      const member = await acceptInvitation(prisma, chosen, actor => changeEventsOf(context, asActor(actor)));
      const begun = member && (await sessions.begin(member.id, context));
      return begun ? { status: 201, ...begun } : linkExpired;
    },

    async requestPasswordReset({ body: { email } }) {
      await Promise.all([requestPasswordReset(prisma, email, new Date()), setTimeout(RESET_RESPONSE_MS)]);
      return { status: 204 };
    },

    async resetPassword({ body: { token, password } }, context) {
      const link = await findAccountLink(prisma, token, new Date());
      if (link?.purpose !== 'password_reset') return linkExpired;
      const problem = passwordProblem(password, link.user);
      if (problem !== undefined) return passwordRefused(problem);
      const chosen = { token, passwordHash: await passwords.hash(password) };
      const isReset = await resetPassword(prisma, chosen, actor => changeEventsOf(context, asActor(actor)));
      return isReset ? { status: 204 } : linkExpired;
    },
  };
}

import { setTimeout } from 'node:timers/promises';
import type { IdentityHandlers } from '../../generated/identity/server.ts';
import type { LinkPurpose } from '../../generated/identity/types.ts';
import { createLinkToken, findAccountLink } from './account-links.ts';
import { asActor, changeEventsOf } from './change-event.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { isPasswordReset, requestPasswordReset, resetPassword } from './password-reset.ts';
import { passwordProblem } from './password-strength.ts';
import { linkExpired, passwordRefused } from './refusals.ts';
import type { Sessions } from './sessions.ts';
import { acceptInvitation } from './store.ts';

type LinkHandlers = Pick<
  IdentityHandlers<IdentityContext>,
  'readAccountLink' | 'acceptInvitation' | 'requestPasswordReset' | 'resetPassword' | 'createLinkToken'
>;

/** What a link to choose a password is for; other links are for whoever is signed in. */
function purposeOf(purpose: string): LinkPurpose | undefined {
  if (purpose === 'invitation') return purpose;
  return isPasswordReset(purpose) ? 'password_reset' : undefined;
}

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
      const purpose = link && purposeOf(link.purpose);
      if (!purpose) return linkExpired;
      const { email, name } = link.user;
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

    async requestPasswordReset({ body: { email, kind = 'staff' } }) {
      await Promise.all([requestPasswordReset(prisma, { email, kind }, new Date()), setTimeout(RESET_RESPONSE_MS)]);
      return { status: 204 };
    },

    async resetPassword({ body: { token, password } }, context) {
      const link = await findAccountLink(prisma, token, new Date());
      if (!link || !isPasswordReset(link.purpose)) return linkExpired;
      const problem = passwordProblem(password, link.user);
      if (problem !== undefined) return passwordRefused(problem);
      const chosen = { token, passwordHash: await passwords.hash(password) };
      const isReset = await resetPassword(prisma, chosen, actor => changeEventsOf(context, asActor(actor)));
      return isReset ? { status: 204 } : linkExpired;
    },
  };
}

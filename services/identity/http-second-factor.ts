import type { IdentityHandlers } from '../../generated/identity/server.ts';
import { refusal } from '../platform/http/problem.ts';
import { changeEventsOf } from './change-event.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { confirmSecondFactor, ownAccount, removeOwnSecondFactor, renewRecoveryCodes } from './own-account.ts';
import { fieldRefused } from './refusals.ts';
import { beginSecondFactor, findSecondFactor } from './second-factor.ts';
import type { Sessions } from './sessions.ts';
import { base32, secretUri } from './totp.ts';

type SecondFactorHandlers = Pick<
  IdentityHandlers<IdentityContext>,
  'getSecondFactor' | 'setUpSecondFactor' | 'confirmSecondFactor' | 'replaceRecoveryCodes' | 'removeSecondFactor'
>;

/** Who the codes of an app are for, as the app shows it. */
const ISSUER = 'Covenant';
const noStore = { 'cache-control': 'no-store' };
const inUse = refusal(409, 'There is a second factor already.');
const notThere = refusal(409, 'There is no second factor to confirm, or to have codes for.');

/** What staff do about their own second factor. */
export function secondFactorHandlers(dependencies: IdentityDependencies, sessions: Sessions): SecondFactorHandlers {
  const { prisma, encryption } = dependencies;
  const self = async (context: IdentityContext) => (await ownAccount(dependencies, sessions, context)).member;
  return {
    async getSecondFactor(_input, context) {
      const factor = await findSecondFactor(prisma, (await self(context)).id);
      const since = factor?.confirmedAt?.toISOString();
      const body = {
        enabled: since !== undefined,
        ...(since !== undefined && { since }),
        recoveryCodesLeft: factor?._count.recoveryCodes ?? 0,
      };
      return { status: 200, body, headers: noStore };
    },

    async setUpSecondFactor(_input, context) {
      const { id, email } = await self(context);
      const secret = await beginSecondFactor(prisma, encryption, id);
      if (!secret) return inUse;
      const body = { secret: base32(secret), uri: secretUri(secret, email, ISSUER) };
      return { status: 201, body, headers: noStore };
    },

    async confirmSecondFactor({ body: { code } }, context) {
      const member = await self(context);
      const factor = await findSecondFactor(prisma, member.id);
      if (!factor) return notThere;
      if (factor.confirmedAt) return inUse;
      const codes = await confirmSecondFactor(prisma, encryption, { member, code }, changeEventsOf(context));
      if (!codes) return fieldRefused('code', 'is wrong');
      return { status: 200, body: { recoveryCodes: codes }, headers: noStore };
    },

    async replaceRecoveryCodes(_input, context) {
      const member = await self(context);
      const recoveryCodes = await renewRecoveryCodes(prisma, member, changeEventsOf(context));
      if (!recoveryCodes) return notThere;
      return { status: 200, body: { recoveryCodes }, headers: noStore };
    },

    async removeSecondFactor(_input, context) {
      await removeOwnSecondFactor(prisma, await self(context), 'second_factor_removed', changeEventsOf(context));
      return { status: 204 };
    },
  };
}

import type { IdentityHandlers } from '../../generated/identity/server.ts';
import { refusal } from '../platform/http/problem.ts';
import { addShopper } from './accounts.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { passwordProblem } from './password-strength.ts';
import { passwordRefused } from './refusals.ts';
import { type Sessions, sessionBody } from './sessions.ts';
import { authenticate } from './sign-in.ts';

type SessionHandlers = Pick<IdentityHandlers<IdentityContext>, 'signUp' | 'signIn' | 'signOut' | 'getSession'>;

const wrongCredentials = refusal(401, 'The e-mail address or the password is wrong.');

const secondFactorDetails = {
  second_factor_required: 'The code of the second factor is needed.',
  second_factor_wrong: 'The code of the second factor is wrong, or was used.',
};

/** A request that a server sends for a browser is that of the browser. */
const withBrowser = ({ cookies, client }: IdentityContext, userAgent = client.userAgent) => ({
  cookies,
  client: { ...client, userAgent },
});

/** The operations that begin and end sessions. */
export function sessionHandlers(dependencies: IdentityDependencies, sessions: Sessions): SessionHandlers {
  const { prisma, passwords } = dependencies;
  return {
    async signUp({ body: { email, password, name, userAgent } }, context) {
      const problem = passwordProblem(password, { email, name });
      if (problem !== undefined) return passwordRefused(problem);
      const shopper = await addShopper(prisma, { email, name, passwordHash: await passwords.hash(password) });
      const begun = shopper && (await sessions.begin(shopper.id, withBrowser(context, userAgent)));
      return begun ? { status: 201, ...begun } : refusal(409, 'There is an account with this e-mail address.');
    },

    async signIn({ body }, context) {
      const result = await authenticate(dependencies, body, context.client);
      if (result.state === 'second_factor_required' || result.state === 'second_factor_wrong')
        return refusal(401, secondFactorDetails[result.state], { code: result.state });
      const begun =
        result.state === 'authenticated' && (await sessions.begin(result.userId, withBrowser(context, body.userAgent)));
      return begun ? { status: 200, ...begun } : wrongCredentials;
    },

    async signOut(_input, { cookies }) {
      const cookie = await sessions.end(cookies);
      return { status: 204, ...(cookie === undefined ? {} : { headers: { 'set-cookie': cookie } }) };
    },

    async getSession(_input, { cookies }) {
      const session = await sessions.of(cookies);
      if (!session) return refusal(401, 'Nobody is signed in.');
      return { status: 200, body: sessionBody(session), headers: { 'cache-control': 'no-store' } };
    },
  };
}

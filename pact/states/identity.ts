import type { IdentityClient } from '../../generated/identity/client.ts';
import type { States } from '../provider.ts';

/** What identity has in the pacts that others have with it. */
export function identityStates(nobody: IdentityClient): States {
  return {
    async 'somebody is signed in'() {
      const answer = await nobody.signUp({ body: { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' } });
      const session = /^[^=]*=([^;]*)/.exec(answer.headers?.['set-cookie'] ?? '')?.[1];
      if (answer.status !== 201 || session === undefined) throw new Error(JSON.stringify(answer));
      return { session };
    },
  };
}

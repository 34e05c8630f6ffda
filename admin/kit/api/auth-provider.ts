import type { AuthProvider } from 'react-admin';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { IdentityClient } from '../../../generated/identity/client.ts';
import type { Session } from '../../../generated/identity/types.ts';
import { canAccess } from './access.ts';
import { ApiError, toApiError } from './api-error.ts';
import { currentSession, setSession } from './session.ts';

/**
 * Authentication with the identity service's session cookie. Only staff can sign in; the contracts say what each role
 * allows.
 */
export function createAuthProvider(
  identity: IdentityClient,
  resources: Readonly<Record<string, AdminResource>>,
): AuthProvider {
  let pending: Promise<Session> | undefined;
  const session = (): Promise<Session> => {
    const known = currentSession();
    if (known && Date.parse(known.expiresAt) > Date.now()) return Promise.resolve(known);
    pending ??= fetchSession(identity).finally(() => {
      pending = undefined;
    });
    return pending;
  };
  return {
    login: async (credentials: Credentials) => {
      const found = await signIn(identity, credentials);
      if (found === 'code-required') throw new ApiError('The code of the second factor is needed.', 401, undefined);
      setSession(found);
    },
    logout: async () => {
      // offline: the cookie stays, the page forgets who it was
      if (currentSession()) await identity.signOut().catch(() => undefined);
      setSession(undefined);
    },
    checkAuth: async () => {
      await session();
    },
    checkError: async (error: unknown) => {
      if (error instanceof ApiError && error.status === 401) {
        setSession(undefined);
        throw error;
      }
    },
    getIdentity: async () => {
      const { userId, name, email } = await session();
      return { id: userId, fullName: name, email };
    },
    // Asked for on every page, those for whoever is not signed in too; `checkAuth` leads to the sign-in.
    getPermissions: async () => {
      try {
        return (await session()).roles;
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return [];
        throw error;
      }
    },
    canAccess: async ({ resource, action }) => {
      const { roles } = await session();
      const described = resources[resource];
      return described === undefined || canAccess(described, action, roles);
    },
  };
}

async function fetchSession(identity: IdentityClient): Promise<Session> {
  try {
    const found = await bodyOf(identity.getSession());
    if (found.kind !== 'staff')
      throw new ApiError('This account is a customer’s; the console is for staff.', 401, undefined);
    setSession(found);
    return found;
  } catch (error) {
    throw toApiError(error);
  }
}

/** What somebody signs in with; `code` is that of the second factor. */
export interface Credentials {
  email: string;
  password: string;
  code?: string;
}

/**
 * Signs a member of staff in; 'code-required' when the password is right and the code of the second factor missing.
 * @throws ApiError in words: wrong e-mail, password or code, not staff, too many tries, no connection
 */
export async function signIn(identity: IdentityClient, credentials: Credentials): Promise<Session | 'code-required'> {
  try {
    const answer = await identity.signIn({ body: { ...credentials } });
    if (answer.status === 401) {
      if (answer.body.code === 'second_factor_required') return 'code-required';
      if (answer.body.code === 'second_factor_wrong')
        throw new ApiError(
          'That code is wrong, or was used already. The app shows another one in a moment.',
          401,
          undefined,
        );
      throw new ApiError('Wrong e-mail or password.', 401, undefined);
    }
    const found = await bodyOf(Promise.resolve(answer));
    if (found.kind === 'staff') return found;
    await identity.signOut();
    throw new ApiError('This account is a customer’s; the console is for staff.', 403, undefined);
  } catch (error) {
    throw toApiError(error);
  }
}

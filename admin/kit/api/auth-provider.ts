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
    login: async ({ email, password }: { email: string; password: string }) => {
      setSession(await signIn(identity, email, password));
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

/**
 * Signs a member of staff in.
 * @throws ApiError in words: wrong e-mail or password, not staff, too many tries, no connection
 */
export async function signIn(identity: IdentityClient, email: string, password: string): Promise<Session> {
  try {
    const answer = await identity.signIn({ body: { email, password } });
    if (answer.status === 401) throw new ApiError('Wrong e-mail or password.', 401, undefined);
    const found = await bodyOf(Promise.resolve(answer));
    if (found.kind === 'staff') return found;
    await identity.signOut();
    throw new ApiError('This account is a customer’s; the console is for staff.', 403, undefined);
  } catch (error) {
    throw toApiError(error);
  }
}

import { prismaAdapter } from '@better-auth/prisma-adapter';
import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import { newId } from '../platform/ids.ts';
import type { PrismaClient } from './prisma/client/client.ts';

export const SESSION_COOKIE = '__Host-session';
const SESSION_SECONDS = 7 * 24 * 60 * 60;
const DAY_SECONDS = 24 * 60 * 60;

const newSession = z.object({ userId: z.string(), ipAddress: z.string(), userAgent: z.string() });

/** Begins sessions of people who were authenticated by sign-in.ts, or by the link of a mail. */
const sessionStart = {
  id: 'session-start',
  endpoints: {
    beginSession: createAuthEndpoint.serverOnly({ method: 'POST', body: newSession }, async context => {
      const { userId, ...client } = context.body;
      const { internalAdapter } = context.context;
      const user = await internalAdapter.findUserById(userId);
      const session = user && (await internalAdapter.createSession(userId, false, client));
      if (!session) return context.json(null);
      await setSessionCookie(context, { session, user });
      return context.json({ sessionId: session.id });
    }),
  },
} satisfies BetterAuthPlugin;

/**
 * better-auth with what is used of it: sessions in the database, one signed cookie. `__Host-` binds the
 * cookie to this host and to secure transport (RFC 6265bis, section 4.1.3.2; browsers count loopback as secure). Limits
 * on guessing are the gateway's.
 */
export function createAuth(options: { prisma: PrismaClient; secret: string; publicUrl: string }) {
  const { prisma } = options;
  return betterAuth({
    baseURL: options.publicUrl,
    secret: options.secret,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { disabled: true },
    database: prismaAdapter(prisma, { provider: 'postgresql', transaction: true }),
    plugins: [sessionStart],
    session: { expiresIn: SESSION_SECONDS, updateAge: DAY_SECONDS },
    user: {
      additionalFields: {
        kind: { type: 'string', required: true, defaultValue: 'shopper', input: false },
        roles: { type: 'string[]', required: true, defaultValue: [], input: false },
        active: { type: 'boolean', required: true, defaultValue: true, input: false },
      },
    },
    advanced: {
      database: { generateId: () => newId() },
      cookies: {
        session_token: {
          name: SESSION_COOKIE,
          attributes: { httpOnly: true, secure: true, sameSite: 'lax', path: '/' },
        },
      },
    },
    databaseHooks: {
      session: {
        create: {
          /**
           * A deactivated user gets no session; a new user is not yet seen from outside of the transaction that makes
           * them.
           */
          before: async session => {
            const user = await prisma.user.findUnique({ where: { id: session.userId }, select: { active: true } });
            return user?.active === false ? false : undefined;
          },
        },
      },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;

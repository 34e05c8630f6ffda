import type { Express } from 'express';
import { createIdentityRouter, type IdentitySecurity } from '../../generated/identity/server.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Auth } from './auth.ts';
import { type IdentityContext, identityHandlers } from './http.ts';
import type { Keys } from './keys.ts';
import type { PrismaClient } from './prisma/client/client.ts';

export interface IdentityDependencies {
  log: Log;
  prisma: PrismaClient;
  auth: Auth;
  keys: Keys;
  security: IdentitySecurity<IdentityContext>;
  checkResponses: boolean;
}

/** Identity over its dependencies; main.ts, the tests and Pact build it from here. */
export function buildApp(dependencies: IdentityDependencies): Express {
  const { log, prisma, auth, keys, security, checkResponses } = dependencies;
  const router = createIdentityRouter<IdentityContext>({
    handlers: identityHandlers({ auth, prisma, keys }),
    security,
    context: request => ({
      ...requestContext<never>(request),
      cookies: new Headers({ cookie: request.get('cookie') ?? '' }),
    }),
    checkResponses,
    around: aroundOperations(),
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => prisma.$queryRaw`SELECT 1` } });
}

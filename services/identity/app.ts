import type { Express } from 'express';
import { createIdentityRouter, type IdentitySecurity } from '../../generated/identity/server.ts';
import { addressBlock } from '../platform/http/address-block.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { postgresIdempotency } from '../platform/http/idempotency-postgres.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { createEncryption } from './encryption.ts';
import { identityHandlers } from './http.ts';
import type { Prisma } from './prisma/client/client.ts';

export interface AppDependencies extends Omit<IdentityDependencies, 'encryption'> {
  /** AUTH_SECRET. */
  secret: string;
  log: Log;
  security: IdentitySecurity<IdentityContext>;
  checkResponses: boolean;
}

const MAX_USER_AGENT = 300;

/** Identity over its dependencies; main.ts, the tests and Pact build it from here. */
export function buildApp({ log, secret, security, checkResponses, ...dependencies }: AppDependencies): Express {
  const { prisma } = dependencies;
  const router = createIdentityRouter<IdentityContext>({
    handlers: identityHandlers({
      ...dependencies,
      encryption: createEncryption(secret, 'second-factors'),
    }),
    security,
    context: request => ({
      ...requestContext<Prisma.TransactionClient>(request),
      cookies: new Headers({ cookie: request.get('cookie') ?? '' }),
      client: {
        // The gateway says it; nobody else reaches this service.
        address: addressBlock(request.get('x-forwarded-for') ?? request.ip ?? ''),
        userAgent: (request.get('user-agent') ?? '').slice(0, MAX_USER_AGENT),
      },
    }),
    checkResponses,
    around: aroundOperations({ idempotency: postgresIdempotency<Prisma.TransactionClient>(prisma) }),
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => prisma.$queryRaw`SELECT 1` } });
}

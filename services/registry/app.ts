import type { Express } from 'express';
import { createRegistryRouter, type RegistrySecurity } from '../../generated/registry/server.ts';
import { type RequestContext, requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { registryHandlers } from './http.ts';
import type { PrismaClient } from './prisma/client/client.ts';

export interface RegistryDependencies {
  log: Log;
  prisma: PrismaClient;
  security: RegistrySecurity<RequestContext>;
  checkResponses: boolean;
}

/** The registry over its dependencies; main.ts, the tests and Pact build it from here. */
export function buildApp(dependencies: RegistryDependencies): Express {
  const { log, prisma, security, checkResponses } = dependencies;
  const router = createRegistryRouter({
    handlers: registryHandlers(prisma),
    security,
    context: request => requestContext(request),
    checkResponses,
    around: aroundOperations(),
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => prisma.$queryRaw`SELECT 1` } });
}

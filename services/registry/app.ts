import type { Express } from 'express';
import { createRegistryRouter, type RegistrySecurity } from '../../generated/registry/server.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { type BrokerContext, brokerHandlers } from './broker/http.ts';
import { brokerLinks } from './broker/links.ts';
import { comparisonHandlers } from './comparison/http.ts';
import { registryHandlers } from './http.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { schemaHandlers } from './schemas/http.ts';
import { usageHandlers } from './usage/http.ts';

export interface RegistryDependencies {
  log: Log;
  prisma: PrismaClient;
  security: RegistrySecurity<BrokerContext>;
  checkResponses: boolean;
}

/** The registry over its dependencies; main.ts, the tests and Pact build it from here. */
export function buildApp(dependencies: RegistryDependencies): Express {
  const { log, prisma, security, checkResponses } = dependencies;
  const router = createRegistryRouter<BrokerContext>({
    handlers: {
      ...registryHandlers(prisma),
      ...brokerHandlers(prisma),
      ...schemaHandlers(prisma),
      ...usageHandlers(prisma),
      ...comparisonHandlers(prisma),
    },
    security,
    context(request) {
      const origin = `${request.protocol}://${request.host}`;
      const query = new URL(request.originalUrl, origin).searchParams;
      return { ...requestContext(request), query, links: brokerLinks(origin) };
    },
    checkResponses,
    around: aroundOperations(),
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => prisma.$queryRaw`SELECT 1` } });
}

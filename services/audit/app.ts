import type { Express } from 'express';
import { type AuditSecurity, createAuditRouter } from '../../generated/audit/server.ts';
import { type RequestContext, requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import type { FailedWorkOfAll } from './failed-work/failed-work.ts';
import { failedWorkHandlers } from './failed-work/http.ts';
import { auditHandlers } from './http.ts';
import type { PrismaClient } from './prisma/client/client.ts';

export interface Dependencies {
  log: Log;
  database: PrismaClient;
  failedWork: FailedWorkOfAll;
  /** The URLs of all services, by name. */
  serviceUrls: ReadonlyMap<string, string>;
  security: AuditSecurity<RequestContext>;
  checkResponses: boolean;
}

/** The app of audit for its dependencies; main.ts and the tests use it. */
export function buildApp(dependencies: Dependencies): Express {
  const { log, database, security, checkResponses } = dependencies;
  const router = createAuditRouter<RequestContext>({
    handlers: auditHandlers(database, failedWorkHandlers(dependencies)),
    security,
    context: request => requestContext(request),
    checkResponses,
    around: aroundOperations(),
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => database.$queryRaw`SELECT 1` } });
}

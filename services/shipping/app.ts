import type { Express } from 'express';
import { createShippingRouter, type ShippingSecurity } from '../../generated/shipping/server.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { postgresIdempotency } from '../platform/http/idempotency-postgres.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { type HttpDependencies, type ShippingContext, shippingHandlers } from './http.ts';
import type { Tx } from './store.ts';

export interface Dependencies extends HttpDependencies {
  log: Log;
  security: ShippingSecurity<ShippingContext>;
  checkResponses: boolean;
}

/**
 * The Express application of shipping, with its dependencies as arguments; main.ts, tests and Pact build it from here.
 */
export function buildApp(dependencies: Dependencies): Express {
  const { log, database, security, checkResponses } = dependencies;
  const router = createShippingRouter<ShippingContext>({
    handlers: shippingHandlers(dependencies),
    security,
    context: requestContext,
    checkResponses,
    around: aroundOperations({ idempotency: postgresIdempotency<Tx>(database) }),
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => database.$queryRaw`SELECT 1` } });
}

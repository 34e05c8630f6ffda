import type { Express } from 'express';
import { createShippingRouter, type ShippingSecurity } from '../../generated/shipping/server.ts';
import { type RequestContext, requestContext } from '../platform/context.ts';
import { createHttpApp } from '../platform/http.ts';
import type { Log } from '../platform/log.ts';
import { aroundOperations } from '../platform/operations.ts';
import { type HttpDependencies, shippingHandlers } from './http.ts';

export interface Dependencies extends HttpDependencies {
  log: Log;
  security: ShippingSecurity<RequestContext>;
  checkResponses: boolean;
}

/** Shipping over its dependencies; main.ts, the tests and Pact build it from here. */
export function buildApp(dependencies: Dependencies): Express {
  const { log, database, security, checkResponses } = dependencies;
  const router = createShippingRouter<RequestContext>({
    handlers: shippingHandlers(dependencies),
    security,
    context: request => requestContext(request),
    checkResponses,
    around: aroundOperations(),
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => database.$queryRaw`SELECT 1` } });
}

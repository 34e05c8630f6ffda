import type { Express } from 'express';
import { createOrdersRouter, type OrdersSecurity } from '../../generated/orders/server.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { postgresIdempotency } from '../platform/http/idempotency-postgres.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { type OrdersContext, orderHandlers } from './http.ts';
import type { Stores, Tx } from './store-read.ts';

export interface Dependencies extends Stores {
  log: Log;
  security: Pick<OrdersSecurity<OrdersContext>, 'session' | 'service'>;
  /** The key with which notifications signs the links to orders in its messages. */
  linkSecret: string;
  checkResponses: boolean;
}

/**
 * The Express application of orders, with its dependencies as arguments; main.ts, tests and Pact build it from here.
 */
export function buildApp(dependencies: Dependencies): Express {
  const { log, database, security, linkSecret, checkResponses } = dependencies;
  const router = createOrdersRouter<OrdersContext>({
    handlers: orderHandlers(dependencies, linkSecret),
    // Any token passes here; the handler decides whether it matches the order.
    security: {
      ...security,
      orderToken: async (_request, _roles, context) => (context.orderToken === undefined ? 'anonymous' : 'granted'),
    },
    context(request) {
      const orderToken = request.get('x-order-token');
      return { ...requestContext<Tx>(request), ...(orderToken === undefined ? {} : { orderToken }) };
    },
    checkResponses,
    around: aroundOperations({ idempotency: postgresIdempotency<Tx>(database) }),
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => database.$queryRaw`SELECT 1` } });
}

import type { Express } from 'express';
import { createPaymentsRouter, type PaymentsSecurity } from '../../generated/payments/server.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { postgresIdempotency } from '../platform/http/idempotency-postgres.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { type PaymentsContext, paymentsHandlers } from './http.ts';
import type { ReadOrder } from './order-reader.ts';
import type { Settlement } from './settlement.ts';
import type { Tx } from './stored-payment.ts';

export interface Dependencies extends Settlement {
  log: Log;
  readOrder: ReadOrder;
  security: PaymentsSecurity<PaymentsContext>;
  checkResponses: boolean;
}

/**
 * The Express application of payments, with its dependencies as arguments; main.ts, tests and Pact build it from here.
 */
export function buildApp(dependencies: Dependencies): Express {
  const { log, database, sql, provider, readOrder, security, checkResponses } = dependencies;
  const router = createPaymentsRouter<PaymentsContext>({
    handlers: paymentsHandlers({ database, sql, provider }, readOrder),
    security,
    context: requestContext,
    around: aroundOperations({ idempotency: postgresIdempotency<Tx>(database) }),
    checkResponses,
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => database.$queryRaw`SELECT 1` } });
}

import type { Express } from 'express';
import { type CheckoutSecurity, createCheckoutRouter } from '../../generated/checkout/server.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import type { UnitLimits } from '../platform/unit-limits.ts';
import type { CompensationOptions } from './compensation.ts';
import { oneOrderPerCart } from './competing-checkouts.ts';
import { type CheckoutContext, checkoutHandlers } from './http.ts';
import type { RunOptions } from './run.ts';
import type { Database, Sql } from './store.ts';
import { clientOf, type UnpaidPolicy } from './unpaid-limits.ts';
import { createCancelUnpaid, createWorkflow, type Upstreams } from './workflow.ts';

export interface Dependencies {
  log: Log;
  database: Database;
  /** Single statements on the same database. */
  sql: Sql;
  upstreams: Upstreams;
  security: Pick<CheckoutSecurity<CheckoutContext>, 'session'>;
  /** The storefront as browsers see it, without a slash at its end. */
  storefrontUrl: string;
  /** Allowed origins of `returnUrl`, besides the storefront's. */
  returnOrigins: readonly string[];
  unitLimits: UnitLimits;
  unpaid: UnpaidPolicy;
  fault(point: string): void;
  checkResponses: boolean;
}

/** Options for running a checkout; requests and the completer share them. */
export function runOptions(dependencies: Dependencies): RunOptions {
  const { sql, upstreams, fault } = dependencies;
  const runStep = oneOrderPerCart({
    sql,
    cancelUnpaid: createCancelUnpaid({ upstreams, fault }),
    runStep: createWorkflow(dependencies),
  });
  return { sql, fault, runStep };
}

/** Options for compensating a checkout; requests and jobs share them. */
export const compensationOptions = (dependencies: Dependencies): CompensationOptions => ({
  ...runOptions(dependencies),
  cancelUnpaid: createCancelUnpaid(dependencies),
});

/**
 * The Express application of checkout, with its dependencies as arguments; main.ts, tests and Pact build it from here.
 */
export function buildApp(dependencies: Dependencies): Express {
  const { log, database, upstreams, security, storefrontUrl, checkResponses } = dependencies;
  const returnOrigins = [storefrontUrl, ...dependencies.returnOrigins].map(url => new URL(url).origin);
  const router = createCheckoutRouter<CheckoutContext>({
    handlers: checkoutHandlers({
      ...compensationOptions(dependencies),
      payments: upstreams.payments,
      returnOrigins,
    }),
    // Any token passes here; the handler decides whether it matches the checkout.
    security: {
      ...security,
      orderToken: async (_request, _roles, context) => (context.orderToken === undefined ? 'anonymous' : 'granted'),
    },
    context(request) {
      const orderToken = request.get('x-order-token');
      const address = request.get('x-forwarded-for');
      return {
        ...requestContext<never>(request),
        ...(orderToken === undefined ? {} : { orderToken }),
        ...(address === undefined ? {} : { client: clientOf(address) }),
      };
    },
    // Checkout stores its Idempotency-Keys itself (store.ts) instead of using the platform's middleware.
    around: aroundOperations({}),
    checkResponses,
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => database.$queryRaw`SELECT 1` } });
}

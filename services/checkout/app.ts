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
  /** Besides the storefront, the sites to which a payment page may lead back; only scheme, host and port count. */
  returnOrigins: readonly string[];
  unitLimits: UnitLimits;
  unpaid: UnpaidPolicy;
  fault(point: string): void;
  checkResponses: boolean;
}

/** How a checkout is run, by requests and by the completer alike. */
export function runOptions(dependencies: Dependencies): RunOptions {
  const { sql, upstreams, fault } = dependencies;
  const runStep = oneOrderPerCart({
    sql,
    cancelUnpaid: createCancelUnpaid({ upstreams, fault }),
    runStep: createWorkflow(dependencies),
  });
  return { sql, fault, runStep };
}

/** How a checkout is undone, by requests and by jobs. */
export const compensationOptions = (dependencies: Dependencies): CompensationOptions => ({
  ...runOptions(dependencies),
  cancelUnpaid: createCancelUnpaid(dependencies),
});

/** Checkout over its dependencies; main.ts, the tests and Pact build it from here. */
export function buildApp(dependencies: Dependencies): Express {
  const { log, database, upstreams, security, storefrontUrl, checkResponses } = dependencies;
  const returnOrigins = [storefrontUrl, ...dependencies.returnOrigins].map(url => new URL(url).origin);
  const router = createCheckoutRouter<CheckoutContext>({
    handlers: checkoutHandlers({
      ...compensationOptions(dependencies),
      payments: upstreams.payments,
      returnOrigins,
    }),
    // Any token gets in; which checkout it opens, if any, is for the handler to see.
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
    // The key of a checkout is the checkout's own (store.ts), not one of the platform's.
    around: aroundOperations({}),
    checkResponses,
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => database.$queryRaw`SELECT 1` } });
}

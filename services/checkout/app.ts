import type { Express } from 'express';
import { type CheckoutSecurity, createCheckoutRouter } from '../../generated/checkout/server.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { createFlow, createGiveUp, type Shop } from './flow.ts';
import { type CheckoutContext, checkoutHandlers } from './http.ts';
import { onePerCart } from './rivals.ts';
import type { RunOptions } from './run.ts';
import type { Database } from './store.ts';

export interface Dependencies {
  log: Log;
  database: Database;
  shop: Shop;
  security: Pick<CheckoutSecurity<CheckoutContext>, 'session'>;
  /** The storefront as browsers see it, without a slash at its end. */
  storefrontUrl: string;
  /** Besides the storefront, the sites to which a payment page may lead back; only scheme, host and port count. */
  returnOrigins: readonly string[];
  fault(point: string): void;
  checkResponses: boolean;
}

/** How a checkout is run, by requests and by the completer alike. */
export function runOptions({ database, shop, storefrontUrl, fault }: Dependencies): RunOptions {
  const ask = onePerCart({
    database,
    giveUp: createGiveUp({ shop, fault }),
    ask: createFlow({ shop, storefrontUrl, fault }),
  });
  return { database, fault, ask };
}

/** Checkout over its dependencies; main.ts, the tests and Pact build it from here. */
export function buildApp(dependencies: Dependencies): Express {
  const { log, database, shop, security, storefrontUrl, checkResponses } = dependencies;
  const returnOrigins = [storefrontUrl, ...dependencies.returnOrigins].map(url => new URL(url).origin);
  const router = createCheckoutRouter<CheckoutContext>({
    handlers: checkoutHandlers({
      ...runOptions(dependencies),
      payments: shop.payments,
      giveUp: createGiveUp(dependencies),
      returnOrigins,
    }),
    // Any token gets in; which checkout it opens, if any, is for the handler to see.
    security: {
      ...security,
      orderToken: async (_request, _roles, context) => (context.orderToken === undefined ? 'anonymous' : 'granted'),
    },
    context(request) {
      const orderToken = request.get('x-order-token');
      return { ...requestContext<never>(request), ...(orderToken === undefined ? {} : { orderToken }) };
    },
    // The key of a checkout is the checkout's own (store.ts), not one of the platform's.
    around: aroundOperations({}),
    checkResponses,
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => database.$queryRaw`SELECT 1` } });
}

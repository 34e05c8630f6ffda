import { readConfig } from '../platform/config.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { postgresService } from '../platform/postgres-service.ts';
import { buildApp, compensationOptions, runOptions } from './app.ts';
import { compensationWorker } from './compensation.ts';
import { completer } from './completer.ts';
import { checkoutConfig } from './config.ts';
import { killAt } from './faults.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { reconciler } from './reconciler.ts';
import { retentionConfig, retentionRules } from './store-retention.ts';
import { connectUpstreams } from './upstreams.ts';

export const checkout: ServiceProgram = environment => {
  const env = readConfig({ ...checkoutConfig, ...retentionConfig }, environment);

  return postgresService({
    name: 'checkout',
    env,
    connect: adapter => new PrismaClient({ adapter }),
    parts({ log, database, sql, locks, listener, security, checkResponses }) {
      const dependencies = {
        log,
        database,
        sql,
        upstreams: connectUpstreams(env, env.SERVICE_PRIVATE_KEY),
        security,
        storefrontUrl: env.STOREFRONT_URL,
        returnOrigins: env.ALLOWED_RETURN_ORIGINS ?? [],
        unitLimits: { line: env.MAX_UNITS_PER_LINE, order: env.MAX_UNITS_PER_ORDER },
        unpaid: {
          maxOrders: env.MAX_UNPAID_ORDERS,
          maxOrdersPerAddress: env.MAX_UNPAID_ORDERS_PER_ADDRESS,
          maxPercent: env.UNPAID_STOCK_PERCENT,
        },
        fault: killAt(env.NODE_ENV === 'production' ? undefined : env.FAULT_AFTER),
        checkResponses,
      };
      return {
        app: buildApp(dependencies),
        workers: [
          completer({ ...runOptions(dependencies), locks, log }),
          compensationWorker({ ...compensationOptions(dependencies), log, listener }),
          reconciler({ ...dependencies, locks }),
        ],
        retains: retentionRules(sql, env),
      };
    },
  });
};

if (import.meta.main) await runService(checkout);

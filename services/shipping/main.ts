import { z } from 'zod';
import { shippingTopics } from '../../generated/shipping/events.ts';
import { httpUrl, readConfig } from '../platform/config.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { postgresService, postgresServiceConfig } from '../platform/postgres-service.ts';
import { periodicWorker } from '../platform/workers/periodic-worker.ts';
import { buildApp } from './app.ts';
import { localCarrier } from './carriers/local.ts';
import { processDueShipments } from './due-shipments.ts';
import { consumers } from './events.ts';
import { paymentStatus } from './payment-status.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { orderInbox } from './store-events.ts';
import { retentionConfig, retentionRules } from './store-retention.ts';

const seconds = () => z.string().regex(/^\d+$/, 'must be whole seconds').transform(Number);
const variables = {
  ...postgresServiceConfig,
  ...retentionConfig,
  PAYMENTS_URL: httpUrl(),
  CARRIER_TRANSIT_SECONDS: seconds(),
  CARRIER_DELIVERY_SECONDS: seconds(),
  SHIP_FROM: z.string(),
};

export const shipping: ServiceProgram = environment => {
  const env = readConfig(variables, environment);
  const now = () => new Date();
  const { CARRIER_TRANSIT_SECONDS: transitSeconds, CARRIER_DELIVERY_SECONDS: deliverySeconds } = env;
  const carrier = localCarrier({ transitSeconds, deliverySeconds, now });

  return postgresService({
    name: 'shipping',
    env,
    connect: adapter => new PrismaClient({ adapter }),
    parts({ log, database, sql, locks, listener, security, checkResponses }) {
      const checkPayment = paymentStatus({ url: env.PAYMENTS_URL, key: env.SERVICE_PRIVATE_KEY });
      const parcels = { database, carrier, checkPayment, now, log };
      const pace = { locks, log, wakeUps: listener.channel('shipments'), minIntervalMs: 50 };
      return {
        app: buildApp({ log, database, shipFrom: env.SHIP_FROM, checkPayment, security, checkResponses }),
        publishes: shippingTopics,
        consumes: { consumers, inTransaction: orderInbox(sql) },
        retains: retentionRules(database, env),
        workers: [
          periodicWorker(
            30_000,
            'parcels',
            async (signal, at) => void (await processDueShipments(parcels, signal, at)),
            pace,
          ),
        ],
      };
    },
  });
};

if (import.meta.main) await runService(shipping);

import { type CheckoutClient, createCheckoutClient } from '../../../generated/checkout/client.ts';
import type { CheckoutRequest } from '../../../generated/checkout/types.ts';
import { databasePool, prismaAdapter, sqlClient } from '../../platform/data/database.ts';
import { sessionSecurity } from '../../platform/http/auth.ts';
import { newId } from '../../platform/ids.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { buildApp, compensationOptions, runOptions } from '../app.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { startUpstreams } from './upstreams.ts';

/** Limits on what may be bought and reserved at once in tests. */
export const testLimits = {
  unitLimits: { line: 50, order: 300 },
  unpaid: { maxOrders: 3, maxOrdersPerAddress: 10, maxPercent: 50 },
};
export const storefrontUrl = 'http://shop.test:3000';

/** Checkout on a database of its own, with a test shop around it. */
export async function startCheckout() {
  const db = await createTestDatabase('checkout');
  const [identity, upstreams] = await Promise.all([testIdentity(), startUpstreams()]);
  const log = silentLog();
  const pool = databasePool({ url: db.url, log });
  const database = new PrismaClient({ adapter: prismaAdapter({ url: db.url, log }, pool) });
  const dependencies = {
    log,
    database,
    sql: sqlClient(pool),
    upstreams: upstreams.clients,
    security: { session: sessionSecurity({ identityUrl: identity.url }) },
    storefrontUrl,
    returnOrigins: ['http://127.0.0.1:3000'],
    ...testLimits,
    fault: () => {},
    checkResponses: true,
  };
  const app = await startTestApp(buildApp(dependencies));
  const client: CheckoutClient = createCheckoutClient({ baseUrl: app.url });
  return {
    url: app.url,
    databaseUrl: db.url,
    database,
    identity,
    upstreams,
    client,
    completer: { ...runOptions(dependencies), log },
    compensation: { ...compensationOptions(dependencies), log },
    reconciler: dependencies,
    async close() {
      await app.close();
      await database.$disconnect();
      await Promise.all([identity.close(), upstreams.close()]);
      await db.drop();
    },
  };
}

export type CheckoutSuite = Awaited<ReturnType<typeof startCheckout>>;

export function requestFor(cartId: string, more: Partial<CheckoutRequest> = {}): CheckoutRequest {
  const shippingAddress = {
    name: 'Ada Shopper',
    line1: '1 Analytical Way',
    city: 'London',
    postalCode: 'N1 9GU',
    country: 'US',
  };
  return { cartId, email: 'ada@example.com', shippingAddress, shippingMethod: 'standard', ...more };
}

/** Ends the lease of a checkout's run, as if time had passed and nobody had retried with its key. */
export async function expireLease(database: PrismaClient, key: string): Promise<void> {
  await database.checkout.updateMany({ where: { key }, data: { lockedUntil: new Date(0), attendAt: new Date(0) } });
}

export const card = { paymentMethod: 'pm_card_visa' };
export const newKey = (): string => newId();

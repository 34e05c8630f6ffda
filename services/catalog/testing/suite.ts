import type { Document } from 'mongodb';
import { type CatalogClient, createCatalogClient } from '../../../generated/catalog/client.ts';
import { createInventoryClient } from '../../../generated/inventory/client.ts';
import { createInventoryRouter } from '../../../generated/inventory/server.ts';
import type { LevelsResult } from '../../../generated/inventory/types.ts';
import { serviceSecurity, sessionSecurity } from '../../platform/http/auth.ts';
import { type RequestContext, requestContext } from '../../platform/http/context.ts';
import { createHttpApp } from '../../platform/http/http-app.ts';
import { mongoIdempotency } from '../../platform/http/idempotency-mongo.ts';
import { aroundOperations } from '../../platform/http/operations.ts';
import { outgoingFetch } from '../../platform/http/outgoing.ts';
import { unavailable } from '../../platform/http/unavailable.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { testEnvironment } from '../../platform/testing/environment.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS, TEST_SERVICE_KEY, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { createTestMongo } from '../../platform/testing/stores.ts';
import { buildApp } from '../app.ts';
import type { Dependencies } from '../dependencies.ts';
import type { ImportDependencies } from '../imports/dependencies.ts';
import { createJobs } from '../imports/jobs.ts';
import { createMediaRecords } from '../media/records.ts';
import { createStorage } from '../media/storage.ts';
import { prepareDatabase } from '../schema.ts';
import { lookUpStock } from '../stock-lookup.ts';
import { createStore } from '../store.ts';

/** Inventory as far as catalog calls it, validated by its own generated router. */
export async function startInventoryStub(identityUrl: string) {
  const levels = new Map<string, number>();
  const answers = new Map<string, LevelsResult>();
  /** What can be sold, by sku, with the version of the sku. */
  const available = new Map<string, { available: number; version: number }>();
  const state = { calls: 0, refuse: new Set<string>(), levels, available, isDown: false, lookedUp: 0 };
  const absent = async (): Promise<never> => {
    throw new Error('catalog does not call this');
  };
  const router = createInventoryRouter<RequestContext>({
    handlers: {
      getAvailability: absent,
      async lookUpAvailability({ body }) {
        if (state.isDown) throw unavailable('Inventory');
        state.lookedUp += body.skus.length;
        const unknown = { available: 0, version: 0 };
        return { status: 200, body: { items: body.skus.map(sku => ({ sku, ...(available.get(sku) ?? unknown) })) } };
      },
      getReservation: absent,
      reserveStock: absent,
      releaseReservation: absent,
      listLocations: absent,
      listLevels: absent,
      adjustStock: absent,
      listLedger: absent,
      listReservations: absent,
      addLocation: absent,
      renameLocation: absent,
      listLedgerOfOrder: absent,
      async setLevels({ body, headers }) {
        if (state.isDown) throw unavailable('Inventory');
        state.calls += 1;
        const key = headers['idempotency-key'];
        const known = key === undefined ? undefined : answers.get(key);
        if (known) return { status: 200, body: known };
        const refused = body.levels
          .filter(level => state.refuse.has(level.sku))
          .map(({ sku, location }) => ({ sku, location, message: 'is less than what is held' }));
        const changes: NonNullable<LevelsResult['changes']> = [];
        for (const { sku, location, onHand } of body.levels) {
          const before = levels.get(`${sku} ${location}`);
          if (state.refuse.has(sku) || before === onHand) continue;
          if (!body.dryRun) levels.set(`${sku} ${location}`, onHand);
          changes.push({ sku, location, before: before ?? 0, after: onHand });
        }
        const unchanged = body.levels.length - changes.length - refused.length;
        const answer = { changed: changes.length, unchanged, refused, changes };
        if (key !== undefined) answers.set(key, answer);
        return { status: 200, body: answer };
      },
    },
    security: {
      session: sessionSecurity({ identityUrl }),
      service: serviceSecurity({ audience: 'inventory', publicKeys: TEST_PUBLIC_KEYS }),
    },
    context: requestContext,
    around: aroundOperations(),
    checkResponses: true,
  });
  const app = await startTestApp(createHttpApp({ log: silentLog(), routers: [router], checks: {} }));
  return { ...state, state, url: app.url, close: () => app.close() };
}

export type CatalogSuite = Awaited<ReturnType<typeof startCatalogSuite>>;

/** The catalog on a database of its own, with the real object storage and a stub of inventory. */
export async function startCatalogSuite() {
  const identity = await testIdentity();
  const mongo = await createTestMongo();
  await prepareDatabase(mongo.db);
  const storage = createStorage({
    region: 'us-east-1',
    endpoint: testEnvironment('S3_ENDPOINT'),
    accessKeyId: testEnvironment('S3_ACCESS_KEY_ID'),
    secretAccessKey: testEnvironment('S3_SECRET_ACCESS_KEY'),
    bucket: testEnvironment('S3_BUCKET'),
  });
  await storage.prepare();
  const inventory = await startInventoryStub(identity.url);
  const log = silentLog();
  const parts = {
    store: createStore(mongo.client, mongo.db),
    jobs: createJobs(mongo.db),
    media: createMediaRecords(mongo.db),
    storage,
    log,
  };
  const dependencies: Dependencies = {
    ...parts,
    idempotency: mongoIdempotency(mongo.db),
    identityUrl: identity.url,
    publicKeys: TEST_PUBLIC_KEYS,
    checkResponses: true,
  };
  const fetch = outgoingFetch({
    caller: 'catalog',
    target: 'Inventory',
    key: TEST_SERVICE_KEY,
    timeoutMs: 30_000,
    retries: 0,
  });
  const importer: ImportDependencies = {
    ...parts,
    imageOrigins: [],
    inventory: createInventoryClient({ baseUrl: inventory.url, fetch }),
  };
  const app = await startTestApp(buildApp(dependencies));
  const staff = () => identity.headers({ kind: 'staff', roles: ['catalog'], id: 'a-merchant' });
  // A token for each request: one lasts a minute, and a suite may take longer.
  const client = (headers: () => Promise<Record<string, string>>): CatalogClient =>
    createCatalogClient({ baseUrl: app.url, headers });

  async function outboxOf(filter: Document): Promise<{ type: string; aggregateid: string; payload: unknown }[]> {
    const found = await mongo.db.collection('outbox').find(filter).sort({ place: 1 }).toArray();
    return found.map(({ type, aggregateid, payload }) => ({ type, aggregateid, payload }));
  }

  return {
    url: app.url,
    mongo,
    inventory,
    identity,
    dependencies,
    importer,
    staffHeaders: await staff(),
    /** A merchant, a shopper who is not signed in, another service. */
    merchant: client(staff),
    shopper: client(async () => ({})),
    service: {
      ...client(() => serviceHeaders('cart')),
      exportProducts: client(() => serviceHeaders('search')).exportProducts,
    },
    /** What of products is in the outbox, in order. */
    outbox: () => outboxOf({ type: { $ne: 'ChangeMade' } }),
    /** The audit events, in order. */
    changes: () => outboxOf({ type: 'ChangeMade' }),
    /** Looks up the stock of every product whose stock is due, as the worker does. */
    lookUpStock: () =>
      lookUpStock({ stock: parts.store.stock, inventory: importer.inventory }, new AbortController().signal),
    clearOutbox: () => mongo.db.collection('outbox').deleteMany({}),
    async close(): Promise<void> {
      await app.close();
      await inventory.close();
      await identity.close();
      storage.close();
      await mongo.drop();
    },
  };
}

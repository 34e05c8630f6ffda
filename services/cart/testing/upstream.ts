import { createCatalogClient } from '../../../generated/catalog/client.ts';
import { type CatalogHandlers, createCatalogRouter } from '../../../generated/catalog/server.ts';
import type { SellableVariant } from '../../../generated/catalog/types.ts';
import { createInventoryClient } from '../../../generated/inventory/client.ts';
import { createInventoryRouter, type InventoryHandlers } from '../../../generated/inventory/server.ts';
import { serviceSecurity } from '../../platform/http/auth.ts';
import { type RequestContext, requestContext } from '../../platform/http/context.ts';
import { createHttpApp } from '../../platform/http/http-app.ts';
import { outgoingFetch } from '../../platform/http/outgoing.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { TEST_PUBLIC_KEYS, TEST_SERVICE_KEY } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import type { Catalog, Inventory } from '../upstream.ts';

/** Catalog and inventory in memory, by their contracts, with the products and stock that a test sets. */
export interface TestUpstream {
  readonly catalog: Catalog;
  readonly inventory: Inventory;
  readonly requests: { catalog: number; inventory: number };
  readonly unavailable: Set<'catalog' | 'inventory'>;
  /** Puts a sku up for sale, or changes it. */
  sell(sku: string, amount: number, available: number, also?: { currency?: string; version?: number }): void;
  withdraw(sku: string): void;
  close(): Promise<void>;
}

const security = {
  session: async () => 'anonymous' as const,
  service: serviceSecurity<RequestContext>({ audience: ['catalog', 'inventory'], publicKeys: TEST_PUBLIC_KEYS }),
};

export async function startTestUpstream(): Promise<TestUpstream> {
  const variants = new Map<string, SellableVariant>();
  const stock = new Map<string, number>();
  const asked = { catalog: 0, inventory: 0 };
  const down = new Set<'catalog' | 'inventory'>();

  const lookUpVariants: CatalogHandlers<RequestContext>['lookUpVariants'] = async ({ body }) => {
    asked.catalog += 1;
    return { status: 200, body: { items: body.skus.flatMap(sku => variants.get(sku) ?? []) } };
  };
  const lookUpAvailability: InventoryHandlers<RequestContext>['lookUpAvailability'] = async ({ body }) => {
    asked.inventory += 1;
    return {
      status: 200,
      body: { items: body.skus.map(sku => ({ sku, available: stock.get(sku) ?? 0, version: 1 })) },
    };
  };
  const options = { security, context: requestContext<never>, checkResponses: true };
  const routers = {
    catalog: createCatalogRouter({ ...options, handlers: { lookUpVariants } as CatalogHandlers<RequestContext> }),
    inventory: createInventoryRouter({
      ...options,
      handlers: { lookUpAvailability } as InventoryHandlers<RequestContext>,
    }),
  };

  async function serve(name: 'catalog' | 'inventory') {
    const app = await startTestApp(createHttpApp({ log: silentLog(), routers: [routers[name]], checks: {} }));
    const send = outgoingFetch({
      caller: 'cart',
      target: name === 'catalog' ? 'Catalog' : 'Inventory',
      key: TEST_SERVICE_KEY,
      timeoutMs: 30_000,
    });
    const nowhere = 'http://127.0.0.1:1';
    const fetch = (request: Request) =>
      send(down.has(name) ? new Request(request.url.replace(app.url, nowhere), request) : request);
    return { app, client: { baseUrl: app.url, fetch } };
  }

  const [catalog, inventory] = await Promise.all([serve('catalog'), serve('inventory')]);
  return {
    catalog: createCatalogClient(catalog.client),
    inventory: createInventoryClient(inventory.client),
    requests: asked,
    unavailable: down,
    sell(sku, amount, available, { currency = 'USD', version = 1 } = {}) {
      const productId = '0190a6e0-7c1d-7000-8000-000000000001';
      variants.set(sku, {
        sku,
        productId,
        slug: `slug-${sku}`,
        title: `Title of ${sku}`,
        price: { amount, currency },
        productVersion: version,
      });
      stock.set(sku, available);
    },
    withdraw(sku) {
      variants.delete(sku);
    },
    async close() {
      await Promise.all([catalog.app.close(), inventory.app.close()]);
    },
  };
}

import type { createCatalogClient } from '../../generated/catalog/client.ts';
import type { SellableVariant } from '../../generated/catalog/types.ts';
import type { createInventoryClient } from '../../generated/inventory/client.ts';
import type { Locks } from '../platform/data/locks.ts';
import type { Log } from '../platform/observability/log.ts';
import { periodicWorker, type Worker } from '../platform/workers/periodic-worker.ts';
import type { WakeSource } from '../platform/workers/wake-up.ts';
import { backInStockView } from './message.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { dueAlerts, resolveAlerts } from './store-stock-alerts.ts';

export type Catalog = Pick<ReturnType<typeof createCatalogClient>, 'lookUpVariants'>;
export type Inventory = Pick<ReturnType<typeof createInventoryClient>, 'lookUpAvailability'>;

export interface StockAlertDependencies {
  database: PrismaClient;
  catalog: Catalog;
  inventory: Inventory;
}

/** The most of one request to catalog or inventory. */
const BATCH = 200;

/** The variants among these that are for sale, by sku. @throws ProblemError 503 when catalog is unavailable */
export async function sellableVariants(
  catalog: Catalog,
  skus: readonly string[],
): Promise<Map<string, SellableVariant>> {
  const answer = await catalog.lookUpVariants({ body: { skus: [...skus] } });
  if (answer.status !== 200) throw new Error(`catalog answered ${answer.status}: ${answer.body.detail}`);
  return new Map(answer.body.items.map(variant => [variant.sku, variant]));
}

async function availableUnits(inventory: Inventory, skus: readonly string[]): Promise<Map<string, number>> {
  const answer = await inventory.lookUpAvailability({ body: { skus: [...skus] } });
  if (answer.status !== 200) throw new Error(`inventory answered ${answer.status}: ${answer.body.detail}`);
  return new Map(answer.body.items.map(({ sku, available }) => [sku, available]));
}

/**
 * Writes to those who wait for a variant that can be bought by now; the others wait on.
 * @returns how many alerts were looked at
 */
export async function sendStockAlerts({ database, catalog, inventory }: StockAlertDependencies): Promise<number> {
  const due = await dueAlerts(database, BATCH);
  if (due.length === 0) return 0;
  const skus = [...new Set(due.map(({ sku }) => sku))];
  const [variants, units] = await Promise.all([sellableVariants(catalog, skus), availableUnits(inventory, skus)]);
  await resolveAlerts(
    database,
    due.map(alert => {
      const variant = variants.get(alert.sku);
      const canBeBought = variant !== undefined && (units.get(alert.sku) ?? 0) > 0;
      return { alert, data: canBeBought ? backInStockView(variant, alert.id) : undefined };
    }),
  );
  return due.length;
}

/** The worker that writes to those who wait. */
export function stockAlertWorker(
  options: StockAlertDependencies & { locks: Locks; log: Log; wakeUps: WakeSource },
): Worker {
  const run = async (signal: AbortSignal) => {
    while (!signal.aborted && (await sendStockAlerts(options)) === BATCH);
  };
  return periodicWorker(30_000, 'stock-alerts', run, options);
}

import type { Express } from 'express';
import { createInventoryRouter, type InventorySecurity } from '../../generated/inventory/server.ts';
import { requestContext } from '../platform/context.ts';
import { createHttpApp } from '../platform/http.ts';
import { postgresIdempotency } from '../platform/idempotency-postgres.ts';
import type { Log } from '../platform/log.ts';
import { aroundOperations } from '../platform/operations.ts';
import { type InventoryContext, inventoryHandlers } from './http.ts';
import type { Database, Tx } from './store.ts';

export interface Dependencies {
  log: Log;
  database: Database;
  security: InventorySecurity<InventoryContext>;
  checkResponses: boolean;
}

/** Inventory over its dependencies; main.ts, the tests and Pact build it from here. */
export function buildApp(dependencies: Dependencies): Express {
  const { log, database, security, checkResponses } = dependencies;
  const router = createInventoryRouter<InventoryContext>({
    handlers: inventoryHandlers(database),
    security,
    context: requestContext,
    around: aroundOperations({ idempotency: postgresIdempotency<Tx>(database) }),
    checkResponses,
  });
  return createHttpApp({ log, routers: [router], checks: { database: () => database.$queryRaw`SELECT 1` } });
}

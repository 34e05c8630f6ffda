import type { Express } from 'express';
import { createInventoryRouter, type InventorySecurity } from '../../generated/inventory/server.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { postgresIdempotency } from '../platform/http/idempotency-postgres.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { type InventoryContext, inventoryHandlers } from './http.ts';
import type { Database, Tx } from './store.ts';

export interface Dependencies {
  log: Log;
  database: Database;
  security: InventorySecurity<InventoryContext>;
  checkResponses: boolean;
}

/**
 * The Express application of inventory, with its dependencies as arguments; main.ts, tests and Pact build it from here.
 */
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

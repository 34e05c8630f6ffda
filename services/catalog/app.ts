import type { Express } from 'express';
import { createCatalogRouter } from '../../generated/catalog/server.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import { bulkHandlers } from './bulk/http.ts';
import { type CatalogContext, catalogContext, type Dependencies } from './dependencies.ts';
import { exportHandlers } from './exports/http.ts';
import { productHandlers } from './http.ts';
import { attributeHandlers } from './http-attributes.ts';
import { categoryHandlers } from './http-categories.ts';
import { importHandlers } from './imports/http.ts';
import { mediaHandlers } from './media/http.ts';

/** The catalog as an Express app: main, the tests and Pact build it from real parts. */
export function buildApp(d: Dependencies): Express {
  const router = createCatalogRouter<CatalogContext>({
    handlers: {
      ...productHandlers(d),
      ...categoryHandlers(d),
      ...attributeHandlers(d),
      ...bulkHandlers(d),
      ...mediaHandlers(d),
      ...importHandlers(d),
      ...exportHandlers(d),
    },
    security: {
      session: sessionSecurity({ identityUrl: d.identityUrl }),
      service: serviceSecurity({ audience: 'catalog', publicKeys: d.publicKeys }),
    },
    context: catalogContext,
    around: aroundOperations({ idempotency: d.idempotency }),
    checkResponses: d.checkResponses,
  });
  return createHttpApp({ log: d.log, routers: [router], checks: { database: d.store.ping } });
}

import type { Express, Request } from 'express';
import type { ClientSession } from 'mongodb';
import { createCatalogRouter } from '../../generated/catalog/server.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { type RequestContext, requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import type { IdempotencyStore } from '../platform/http/idempotency.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { bulkHandlers } from './bulk/http.ts';
import { exportHandlers } from './exports/http.ts';
import { productHandlers } from './http.ts';
import { importHandlers } from './imports/http.ts';
import type { Jobs } from './imports/jobs.ts';
import { mediaHandlers } from './media/http.ts';
import type { MediaRecords } from './media/records.ts';
import type { Storage } from './media/storage.ts';
import type { Store } from './store.ts';

export interface Dependencies {
  store: Store;
  jobs: Jobs;
  media: MediaRecords;
  storage: Storage;
  idempotency: IdempotencyStore<ClientSession>;
  log: Log;
  identityUrl: string;
  serviceSecret: string;
  checkResponses: boolean;
}

export interface CatalogContext extends RequestContext<ClientSession> {
  /** The tags of the copies that the asker has (RFC 9110, section 13.1.2). */
  readonly ifNoneMatch: string | undefined;
}

function catalogContext(request: Request): CatalogContext {
  return { ...requestContext<ClientSession>(request), ifNoneMatch: request.get('if-none-match') };
}

/** The catalog as an Express app: main, the tests and Pact build it from real parts. */
export function buildApp(d: Dependencies): Express {
  const router = createCatalogRouter<CatalogContext>({
    handlers: {
      ...productHandlers(d),
      ...bulkHandlers(d),
      ...mediaHandlers(d),
      ...importHandlers(d),
      ...exportHandlers(d),
    },
    security: {
      session: sessionSecurity({ identityUrl: d.identityUrl }),
      service: serviceSecurity({ secret: d.serviceSecret }),
    },
    context: catalogContext,
    around: aroundOperations({ idempotency: d.idempotency }),
    checkResponses: d.checkResponses,
  });
  return createHttpApp({ log: d.log, routers: [router], checks: { database: d.store.ping } });
}

import type { Request } from 'express';
import type { ClientSession } from 'mongodb';
import { type RequestContext, requestContext } from '../platform/http/context.ts';
import type { IdempotencyStore } from '../platform/http/idempotency.ts';
import type { Log } from '../platform/observability/log.ts';
import type { PublicKeys } from '../platform/service-keys.ts';
import type { Jobs } from './imports/jobs.ts';
import type { MediaRecords } from './media/records.ts';
import type { Storage } from './media/storage.ts';
import type { Store } from './store.ts';

/** What the catalog's app and its handlers are built from. */
export interface Dependencies {
  store: Store;
  jobs: Jobs;
  media: MediaRecords;
  storage: Storage;
  idempotency: IdempotencyStore<ClientSession>;
  log: Log;
  identityUrl: string;
  publicKeys: PublicKeys;
  checkResponses: boolean;
}

export interface CatalogContext extends RequestContext<ClientSession> {
  /** The validators of the caller's stored responses (RFC 9110, section 13.1.2). */
  readonly ifNoneMatch: string | undefined;
}

/** The context of a request to the catalog. */
export function catalogContext(request: Request): CatalogContext {
  return { ...requestContext<ClientSession>(request), ifNoneMatch: request.get('if-none-match') };
}

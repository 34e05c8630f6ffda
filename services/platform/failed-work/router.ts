import type { RequestHandler } from 'express';
import { createPlatformRouter } from '../../../generated/platform/server.ts';
import { serviceSecurity } from '../http/auth.ts';
import { type RequestContext, requestContext } from '../http/context.ts';
import { aroundOperations } from '../http/operations.ts';
import type { PublicKeys } from '../service-keys.ts';
import type { FailedWorkStore } from './failed-work.ts';

const LISTED = 100;

/** The operations of contracts/openapi/platform.yaml for the failed work of a service. */
export function failedWorkRouter(options: {
  store: FailedWorkStore;
  /** The name of the service. */
  audience: string;
  publicKeys: PublicKeys;
  checkResponses: boolean;
}): RequestHandler {
  const { store, audience, publicKeys, checkResponses } = options;
  return createPlatformRouter<RequestContext>({
    handlers: {
      async listFailedWorkOfService() {
        return { status: 200, body: { items: await store.list(LISTED) } };
      },
      async retryFailedWorkOfService({ body }) {
        return { status: 200, body: await store.retry(body) };
      },
      async discardFailedWorkOfService({ body }) {
        return { status: 200, body: await store.discard(body) };
      },
    },
    security: { service: serviceSecurity({ audience, publicKeys }) },
    context: request => requestContext(request),
    checkResponses,
    around: aroundOperations(),
  });
}

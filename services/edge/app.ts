import type { Express } from 'express';
import { createEdgeRouter } from '../../generated/edge/server.ts';
import { sessionSecurity } from '../platform/http/auth.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { createHandlers, type EdgeContext, type HandlerDependencies } from './http.ts';

export interface AppDependencies extends HandlerDependencies {
  log: Log;
  identityUrl: string;
  checkResponses: boolean;
  isHearing(): boolean;
}

/** The edge's own API; main.ts, the tests and Pact build it from here. */
export function buildApp(dependencies: AppDependencies): Express {
  const router = createEdgeRouter<EdgeContext>({
    handlers: createHandlers(dependencies),
    security: { session: sessionSecurity({ identityUrl: dependencies.identityUrl }) },
    context: request => ({ ...requestContext(request), address: request.get('x-forwarded-for') ?? request.ip ?? '' }),
    checkResponses: dependencies.checkResponses,
    around: aroundOperations(),
  });
  const events = async () => {
    if (!dependencies.isHearing()) throw new Error('Events are not heard of yet');
  };
  return createHttpApp({ log: dependencies.log, routers: [router], checks: { events } });
}

import { type Express, Router } from 'express';
import type { Redis } from 'ioredis';
import type { Usage } from '../../contracts/codegen/runtime/usage-counter.ts';
import { routes } from '../../generated/gateway/routes.ts';
import { createGatewayRouter } from '../../generated/gateway/server.ts';
import type { IdentityClient } from '../../generated/identity/client.ts';
import { type RequestContext, requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import type { Log } from '../platform/observability/log.ts';
import { usage } from '../platform/observability/usage.ts';
import type { Origins } from './access.ts';
import { createConsumers } from './consumers.ts';
import { cors } from './cors.ts';
import { documentation } from './docs.ts';
import { gatewayHandlers } from './http.ts';
import { createLimits, type Limits } from './limits.ts';
import { createProxy } from './proxy.ts';
import { createSessions } from './session.ts';
import type { Upstream } from './upstream.ts';

export interface GatewayDependencies {
  log: Log;
  redis: Redis;
  identity: IdentityClient;
  /** URLs by name of the service. */
  services: Readonly<Record<string, string>>;
  upstreams: Readonly<Record<string, Upstream>>;
  limits: Limits;
  /** The origins of our own pages. */
  origins: Origins;
  /** Addresses and networks of proxies whose `X-Forwarded-*` headers are believed. */
  trustedProxies: readonly string[];
  checkResponses: boolean;
  /** The folder of the documentation of the contracts; without it, `/docs` is unknown. */
  docs?: string | undefined;
  /** What counts use; that of this process where it is left out. */
  usage?: Usage;
}

/** Builds the gateway's app; used by main.ts and the tests. */
export function buildApp(dependencies: GatewayDependencies): Express {
  const { log, redis, identity, services, upstreams, limits, origins, trustedProxies, checkResponses } = dependencies;
  const own = createGatewayRouter<RequestContext>({
    handlers: gatewayHandlers(services),
    security: {},
    context: requestContext,
    checkResponses,
    around: aroundOperations(),
  });
  const proxy = createProxy({
    routes,
    upstreams,
    sessions: createSessions(identity),
    limits: createLimits(redis, limits),
    origins,
    consumers: createConsumers(origins),
    usage: dependencies.usage ?? usage,
  });
  const pages = dependencies.docs === undefined ? [] : [documentation(dependencies.docs)];
  const app = createHttpApp({ log, routers: [...pages, Router().use(cors(origins)), own, proxy], checks: {} });
  app.set('trust proxy', [...trustedProxies]);
  return app;
}

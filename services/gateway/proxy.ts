import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { GatewayRoute } from '../../contracts/codegen/runtime/gateway.ts';
import { hasQuery } from '../../contracts/codegen/runtime/path.ts';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { Usage } from '../../contracts/codegen/runtime/usage-counter.ts';
import { requestContext } from '../platform/http/context.ts';
import { parseCookies } from '../platform/http/cookies.ts';
import { currentTrace, startTrace, traceparent } from '../platform/observability/trace.ts';
import { authorize, isCrossSite, type Origins } from './access.ts';
import type { Consumers } from './consumers.ts';
import { type ConsumeLimit, limitKindOf } from './limits.ts';
import type { Sessions } from './session.ts';
import type { Upstream } from './upstream.ts';

const SESSION_COOKIE = '__Host-session';

export interface ProxyDependencies {
  routes: readonly GatewayRoute[];
  /** By the name of the service. */
  upstreams: Readonly<Record<string, Upstream>>;
  sessions: Sessions;
  limits: ConsumeLimit;
  origins: Origins;
  consumers: Consumers;
  /** Counts who uses which operation, where use is measured. */
  usage: Usage | undefined;
}

function deny(verdict: 'anonymous' | 'forbidden'): never {
  if (verdict === 'forbidden')
    throw new ProblemError({ status: 403, detail: 'Your role does not allow this operation.' });
  throw new ProblemError({ status: 401, detail: 'This needs you to be signed in.' });
}

/** The headers that the gateway adds to a forwarded request; `token` authenticates the caller to the service. */
function upstreamHeaders(request: Request, route: GatewayRoute, token: string | undefined): Record<string, string> {
  const { requestId } = requestContext(request);
  const trace = currentTrace() ?? startTrace(undefined, requestId);
  const { cookie } = request.headers;
  return {
    'x-request-id': requestId,
    traceparent: traceparent(trace) ?? '',
    'x-forwarded-for': request.ip ?? '',
    ...(request.headers.host === undefined ? {} : { 'x-forwarded-host': request.headers.host }),
    ...(token !== undefined ? { authorization: `Bearer ${token}` } : {}),
    ...(route.service === 'identity' && cookie !== undefined ? { cookie } : {}),
  };
}

/** The headers that announce the end of an operation. RFC 9745, section 2; RFC 8594, section 3. */
function lifecycleHeaders({ lifecycle }: GatewayRoute): Record<string, string> {
  return {
    ...(lifecycle?.deprecation === undefined ? {} : { deprecation: lifecycle.deprecation }),
    ...(lifecycle?.sunset === undefined ? {} : { sunset: lifecycle.sunset }),
  };
}

/** Handles the requests of one route: cross-site check, session, roles, forwarding. */
function handle(route: GatewayRoute, upstream: Upstream, dependencies: ProxyDependencies): RequestHandler {
  const { sessions, origins, consumers, usage } = dependencies;
  const used = { kind: 'openapi', name: route.service, operation: `${route.method} ${route.openapiPath}` } as const;
  const acceptsSession = route.security.some(alternative => 'session' in alternative);
  return async (request: Request, response: Response) => {
    const cookie = parseCookies(request.headers.cookie).get(SESSION_COOKIE);
    const source = {
      method: request.method,
      origin: request.get('origin'),
      site: request.get('sec-fetch-site'),
      host: request.host,
    };
    if (cookie !== undefined && isCrossSite(source, route.gateway, origins)) {
      throw new ProblemError({
        status: 403,
        detail: 'This came from a page of another site.',
        extra: { code: 'forged' },
      });
    }
    const session = acceptsSession && cookie !== undefined ? await sessions.exchange(cookie) : undefined;
    const verdict = authorize(route.security, {
      caller: session?.caller,
      hasOrderToken: request.headers['x-order-token'] !== undefined,
    });
    if (verdict !== 'granted') deny(verdict);
    if (usage) usage.count({ ...used, ...consumers.of(request.get('user-agent'), request.host) });
    response.set(lifecycleHeaders(route));
    const headers = upstreamHeaders(request, route, session?.token);
    try {
      await upstream.forward(request, response, { bodyLimit: route.bodyLimit, headers, events: route.events === true });
    } finally {
      if (cookie !== undefined && route.service === 'identity' && route.method !== 'GET') sessions.forget(cookie);
    }
  };
}

/**
 * Counts a request against the limit of its operation, however its path is spelled; also requests for what nobody
 * serves.
 */
function enforceLimit(consume: ConsumeLimit, operationId?: string): RequestHandler {
  return async (request, response, next) => {
    response.set(await consume(limitKindOf(request.method, operationId), request.ip ?? 'unknown'));
    next();
  };
}

/** Leaves requests without what the query of the route's path asks for to the routes behind it. */
function ifMeant(query: NonNullable<GatewayRoute['query']>): RequestHandler {
  return (request, _response, next) => (hasQuery(request.url, query) ? next() : next('route'));
}

/** A router with every public and admin operation, in the order of the table; other methods of a known path are 405. */
export function createProxy(dependencies: ProxyDependencies): Router {
  const router = Router();
  const methods = new Map<string, string[]>();
  for (const route of dependencies.routes) {
    const upstream = dependencies.upstreams[route.service];
    if (!upstream) continue;
    methods.set(route.path, [...(methods.get(route.path) ?? []), route.method]);
    const path = router.route(route.path);
    const limit = enforceLimit(dependencies.limits, route.operationId);
    const meant = route.query ? [ifMeant(route.query)] : [];
    const handler = [...meant, limit, handle(route, upstream, dependencies)];
    if (route.method === 'GET') path.get(handler);
    else if (route.method === 'POST') path.post(handler);
    else if (route.method === 'PUT') path.put(handler);
    else if (route.method === 'PATCH') path.patch(handler);
    else if (route.method === 'DELETE') path.delete(handler);
    else throw new Error(`The gateway cannot route ${route.method} ${route.path}`);
  }
  router.use(enforceLimit(dependencies.limits));
  for (const [path, known] of methods) {
    const allow = [...(known.includes('GET') ? ['HEAD'] : []), ...known].sort().join(', ');
    router.all(path, () => {
      throw new ProblemError({ status: 405, detail: `This knows only ${allow}.`, headers: { allow } });
    });
  }
  return router;
}

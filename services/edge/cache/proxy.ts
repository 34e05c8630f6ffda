import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { pipeRequest } from '../../platform/http/request-body.ts';
import type { Log } from '../../platform/observability/log.ts';
import { bodyTimeoutOf, limitBodyTime } from './body-timeout.ts';
import { isFailure } from './cache-control.ts';
import { clientAddressOf, type IsTrusted, schemeOf } from './client-address.ts';
import { type ClientInfo, forwardedHeaders } from './forwarded-headers.ts';
import { Exchange, type Origin, type OriginRequest } from './origin.ts';
import {
  hasBody,
  isCacheable,
  isEventStream,
  isInternal,
  isRangeRequest,
  rejectionOf,
  sendProblem,
} from './request.ts';
import type { CollapseResult, RequestCollapsing } from './request-collapsing.ts';
import { ResponseHandler } from './response-handler.ts';
import type { CacheStatus } from './response-headers.ts';
import { type App, type ListenerConfig, routeOf, targetOf } from './routes.ts';
import { sendStored } from './send-stored.ts';
import type { Statistics } from './statistics.ts';
import type { EdgeStore } from './store.ts';
import type { CacheKey, StoredResponse } from './stored-response.ts';
import { sendUnavailable } from './unavailable.ts';

export interface ProxyDependencies {
  listener: ListenerConfig;
  /** By URL. */
  origins: ReadonlyMap<string, Origin>;
  store: EdgeStore;
  collapsing: RequestCollapsing;
  statistics: Statistics;
  isTrusted: IsTrusted;
  log: Log;
  /** How long a client may take for a body, ms, beside the time that its length allows; 30 s by default. */
  bodyTimeoutMs?: number;
}

const COUNTERS = { HIT: 'hits', STALE: 'stale', MISS: 'misses', PASS: 'passes' } as const satisfies Record<
  CacheStatus,
  string
>;

const BODY_TIMEOUT_MS = 30_000;
/** One year (RFC 6797). */
const HSTS = 'max-age=31536000';
const CLOSE = { connection: 'close' };

const pathOf = (target: string): string => target.split('?', 1)[0] ?? '/';

/** How often one request waits for another: each response that was waited for may turn out to be another variant. */
const MAX_WAITS = 5;

/** Serves one listener: stored responses where they may be reused, its origins otherwise. */
export function createProxy(dependencies: ProxyDependencies): RequestListener {
  const { listener, origins, store, collapsing, statistics, isTrusted, log } = dependencies;
  const { bodyTimeoutMs = BODY_TIMEOUT_MS } = dependencies;

  /** Forwards one request through the cache or past it. */
  function forward(request: IncomingMessage, response: ServerResponse, to: ForwardedRequest, leader?: Leader): void {
    const { origin, isCached, path, headers, client, strippedPrefix, app } = to;
    const fetch = store.createFetch(listener.name);
    const exchange = new Exchange(listener.name, fetch, isCached);
    let isFinished = false;
    const finish = (result: CollapseResult): void => {
      if (isFinished) return;
      isFinished = true;
      fetch.onComplete = undefined;
      leader?.finish(result);
    };
    fetch.onComplete = () => finish('stored');
    const handler = new ResponseHandler({
      request,
      response,
      exchange,
      store,
      strippedPrefix,
      app,
      requestId: client.requestId,
      onStart(cacheStatus, status) {
        statistics.count(listener.name, COUNTERS[cacheStatus]);
        if (exchange.failure || isFailure(status)) {
          // Without the query, which may hold the token of an order.
          const details = { path: pathOf(path), status, error: exchange.failure, cache: cacheStatus };
          log.warn({ listener: listener.name, ...details }, 'an origin failed');
          if (cacheStatus !== 'STALE') statistics.count(listener.name, 'errors');
        }
        if (cacheStatus === 'HIT' || cacheStatus === 'STALE') finish('stored');
        else if (!fetch.isStoring) finish(resultWithoutStoring(exchange, status));
      },
      onBytesSent: bytes => statistics.count(listener.name, 'bytes', bytes),
      onEnd() {
        if (!fetch.isStoring) finish('aborted');
      },
    });
    response.once('close', () => {
      if (!response.writableFinished) handler.clientClosed(fetch.isStoring || leader?.isAwaited() === true);
    });
    if (hasBody(request)) {
      limitBodyTime(request, bodyTimeoutOf(request, bodyTimeoutMs), () => {
        handler.clientClosed(false);
        if (response.headersSent) response.destroy();
        else sendProblem(response, 408, 'Request Timeout', 'The body was not complete in time.', CLOSE);
      });
    }
    const { method = 'GET' } = request;
    const originRequest: OriginRequest = {
      exchange,
      path,
      headers,
      method: isCached ? 'GET' : method,
      body: hasBody(request) ? pipeRequest(request, new PassThrough()) : null,
      ...(isEventStream(request) ? { bodyTimeout: 0 } : {}),
    };
    if (isCached || (method !== 'GET' && method !== 'HEAD')) origin.fetchThroughCache(originRequest, handler);
    else origin.bypassCache(originRequest, handler);
  }

  /** Sends a reusable stored response, past undici's cache. */
  function sendReusable(
    request: IncomingMessage,
    response: ServerResponse,
    { client, strippedPrefix }: ForwardedRequest,
    stored: StoredResponse,
  ): void {
    const cacheStatus = stored.staleAt < Date.now() ? 'STALE' : 'HIT';
    statistics.count(listener.name, COUNTERS[cacheStatus]);
    sendStored({
      request,
      response,
      store,
      stored,
      cacheStatus,
      requestId: client.requestId,
      strippedPrefix,
      onBytesSent: bytes => statistics.count(listener.name, 'bytes', bytes),
    });
  }

  /** Waits for a request in flight with the same target, if its response can be shared; otherwise forwards. */
  async function collapse(request: IncomingMessage, response: ServerResponse, to: ForwardedRequest): Promise<void> {
    const target = `${to.client.host} ${to.origin.url}${to.path}`;
    const key = keyOf(to);
    for (let waits = 0; waits < MAX_WAITS; waits += 1) {
      if (store.freshness(key) !== 'absent' || collapsing.isUncacheable(target)) break;
      const inFlight = collapsing.inFlight(target);
      if (!inFlight) {
        const { request: own, finish } = collapsing.begin(target);
        forward(request, response, to, { finish, isAwaited: () => own.waiting > 0 });
        return;
      }
      inFlight.waiting += 1;
      const result = await inFlight.finished;
      inFlight.waiting -= 1;
      if (response.destroyed) return;
      if (result === 'failed' && store.freshness(key) === 'absent') {
        statistics.count(listener.name, 'misses');
        statistics.count(listener.name, 'errors');
        const headers = { 'x-cache': 'MISS', 'x-request-id': to.client.requestId };
        sendUnavailable(request, response, { app: to.app, status: 503, headers });
        return;
      }
    }
    forward(request, response, to);
  }

  return (request, response) => {
    const rejection = rejectionOf(request);
    if (rejection) return sendProblem(response, ...rejection, CLOSE);
    const target = request.url ?? '/';
    const path = pathOf(target);
    const route = routeOf(listener.routes, path);
    const origin = route && origins.get(route.origin);
    if (!route || !origin || isInternal(targetOf(route, path)))
      return sendProblem(response, 404, 'Not Found', 'No such path.');
    const client: ClientInfo = {
      address: clientAddressOf(request, isTrusted),
      host: request.headers.host ?? '',
      scheme: schemeOf(request, isTrusted),
      // A random UUID is enough, as nothing sorts by it: Node caches its random bytes, those of a UUIDv7 are not
      // cached.
      requestId: randomUUID(),
    };
    if (client.scheme === 'https') response.setHeader('strict-transport-security', HSTS);
    const isCached = isCacheable(request);
    const to: ForwardedRequest = {
      origin,
      isCached,
      client,
      headers: forwardedHeaders(request.headers, client, isCached),
      app: route.app,
      path: targetOf(route, target),
      strippedPrefix: route.strip ? route.prefix : '',
    };
    if (!isCached) return forward(request, response, to);
    const reusable = store.reusable(keyOf(to));
    if (reusable) return sendReusable(request, response, to, reusable);
    if (isRangeRequest(request) && !store.has(keyOf(to))) {
      const headers = forwardedHeaders(request.headers, client, false);
      return forward(request, response, { ...to, isCached: false, headers });
    }
    collapse(request, response, to).catch(error => {
      log.error({ error, listener: listener.name, path }, 'a request failed');
      if (response.headersSent) response.destroy();
      else sendProblem(response, 500, 'Internal Server Error', 'Something went wrong.');
    });
  };
}

/** What those who wait learn of a response that is not stored. */
function resultWithoutStoring({ isStorable }: Exchange, status: number): CollapseResult {
  if (isFailure(status)) return 'failed';
  return isStorable ? 'aborted' : 'uncacheable';
}

/** A request as it is forwarded to its origin. */
interface ForwardedRequest {
  origin: Origin;
  isCached: boolean;
  path: string;
  headers: Record<string, string | string[]>;
  client: ClientInfo;
  strippedPrefix: string;
  app: App | undefined;
}

const keyOf = ({ origin, path, headers }: ForwardedRequest): CacheKey => ({
  origin: origin.url,
  method: 'GET',
  path,
  headers,
});

/** The duties of the first of several collapsed requests. */
interface Leader {
  finish(result: CollapseResult): void;
  isAwaited(): boolean;
}

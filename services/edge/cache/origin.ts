import { type Dispatcher, interceptors, Pool } from 'undici';
import { cachePolicyOf, type Headers, isFailure } from './cache-control.ts';
import type { Statistics } from './statistics.ts';
import type { EdgeStore, OriginFetch } from './store.ts';
import { CLIENT_CACHE_CONTROL_HEADER, FETCH_HEADER } from './stored-response.ts';

/**
 * How long an origin may take to begin its response, ms: longer than the gateway's timeout, so that its 504 arrives.
 */
const HEADERS_TIMEOUT_MS = 35_000;
/** How long a response may pause, ms: longer than the heartbeat interval of event streams. */
const BODY_TIMEOUT_MS = 60_000;
/** After a failure, a stale response is reused for so long without another request to the origin, ms. */
const RETRY_ORIGIN_MS = 2_000;

/** One request of a browser, with the requests to the origin that are made for it. */
export class Exchange {
  readonly listener: string;
  readonly fetch: OriginFetch;
  /** The status of the origin's response, where the origin was asked before the response to the browser began. */
  originStatus: number | undefined;
  /** Why there is no response of the origin. */
  failure: Error | undefined;
  isStorable = false;
  /** Whether the request goes to the cache first; the cache then evaluates the conditions of the request. */
  readonly isCached: boolean;

  constructor(listener: string, fetch: OriginFetch, isCached: boolean) {
    this.listener = listener;
    this.fetch = fetch;
    this.isCached = isCached;
  }
}

export interface OriginRequest extends Dispatcher.DispatchOptions {
  exchange: Exchange;
}

type Options = Dispatcher.DispatchOptions;

function exchangeOf(options: Options): Exchange | undefined {
  return 'exchange' in options && options.exchange instanceof Exchange ? options.exchange : undefined;
}

const isTimeout = (error: Error): boolean => 'code' in error && error.code === 'UND_ERR_HEADERS_TIMEOUT';

/** undici passes no controller where no connection was made. */
class UnconnectedController implements Dispatcher.DispatchController {
  aborted = false;
  paused = false;
  reason: Error | null = null;
  abort(reason: Error): void {
    this.aborted = true;
    this.reason = reason;
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
}

/** Between undici's cache and the origin: sets the `Cache-Control` that the cache sees, and turns errors into 503. */
class OriginHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #options: Options;
  readonly #exchange: Exchange;
  readonly #store: EdgeStore;
  readonly #statistics: Statistics;
  #started = false;
  #responded = false;

  constructor(
    handler: Dispatcher.DispatchHandler,
    options: Options,
    exchange: Exchange,
    store: EdgeStore,
    statistics: Statistics,
  ) {
    this.#handler = handler;
    this.#options = options;
    this.#exchange = exchange;
    this.#store = store;
    this.#statistics = statistics;
  }

  get #key() {
    const { origin = '', path, method, headers } = this.#options;
    return { origin: String(origin), path, method, headers: headers as Record<string, string | string[]> };
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#started = true;
    this.#handler.onRequestStart?.(controller, context);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, given: Headers, message?: string): void {
    if (status < 200) {
      this.#handler.onResponseStart?.(controller, status, given, message);
      return;
    }
    this.#responded = true;
    const policy = cachePolicyOf(status, given);
    const { date: _, 'cache-control': __, ...headers } = given;
    this.#exchange.originStatus = status;
    this.#exchange.isStorable = policy.isStorable;
    if (isFailure(status)) this.#store.serveStaleFor(this.#key, RETRY_ORIGIN_MS);
    let { forCache } = policy;
    if (status === 304 && this.#exchange.isCached) {
      this.#statistics.count(this.#exchange.listener, 'revalidated');
      // undici 7.30 would drop the response that the 304 confirms, so the store freshens it itself.
      const lifetime = given['cache-control'] === undefined ? undefined : policy.freshnessLifetime;
      if ((policy.isStorable || lifetime === undefined) && this.#store.freshen(this.#key, lifetime))
        forCache = undefined;
    }
    this.#handler.onResponseStart?.(
      controller,
      status,
      {
        ...headers,
        // `Date` has whole seconds: with it, a response with a lifetime of one second could be stale on arrival.
        ...(given.age === undefined || given.date === undefined ? {} : { date: given.date }),
        ...(forCache === undefined ? {} : { 'cache-control': forCache }),
        ...(policy.forClient === undefined ? {} : { [CLIENT_CACHE_CONTROL_HEADER]: policy.forClient }),
        [FETCH_HEADER]: String(this.#exchange.fetch.number),
      },
      message,
    );
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Dispatcher.DispatchController, trailers: Headers): void {
    this.#store.fetchEnded(this.#exchange.fetch);
    this.#handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(given: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#store.fetchEnded(this.#exchange.fetch);
    const controller = given ?? new UnconnectedController();
    if (this.#responded || controller.aborted || error.name === 'AbortError') {
      this.#handler.onResponseError?.(controller, error);
      return;
    }
    // For a 503 undici's cache sends a stale response (RFC 5861, section 4); for an error it would not. Where nothing
    // is stored, unavailable.ts makes the response.
    this.#exchange.failure = error;
    if (!this.#started) this.onRequestStart(controller, undefined);
    const status = isTimeout(error) ? 504 : 503;
    this.onResponseStart(controller, status, { 'content-length': '0', 'cache-control': 'no-store' });
    this.onResponseEnd(controller, {});
  }
}

/** A server behind the edge. */
export interface Origin {
  readonly url: string;
  /** Unsafe requests that succeed invalidate the stored responses of their URI (RFC 9111, section 4.4). */
  fetchThroughCache(request: OriginRequest, handler: Dispatcher.DispatchHandler): void;
  bypassCache(request: OriginRequest, handler: Dispatcher.DispatchHandler): void;
  close(): Promise<void>;
}

/** The connection pool of one origin, with the cache in front of it. */
export function createOrigin(url: string, dependencies: { store: EdgeStore; statistics: Statistics }): Origin {
  const { store, statistics } = dependencies;
  const pool = new Pool(url, {
    pipelining: 1,
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS,
    connectTimeout: 2_000,
    keepAliveTimeout: 30_000,
  });
  const handleOrigin: Dispatcher.DispatcherComposeInterceptor = dispatch => (options, handler) => {
    const exchange = exchangeOf(options);
    if (!exchange) throw new Error('Every request to an origin belongs to an exchange');
    store.fetchStarted(exchange.fetch);
    return dispatch(options, new OriginHandler(handler, options, exchange, store, statistics));
  };
  const direct = pool.compose(handleOrigin);
  const cached = pool.compose(handleOrigin, interceptors.cache({ store, type: 'shared', methods: ['GET'] }));
  return {
    url,
    fetchThroughCache: (request, handler) => void cached.dispatch({ ...request, origin: url }, handler),
    bypassCache: (request, handler) => void direct.dispatch({ ...request, origin: url }, handler),
    close: () => pool.destroy(),
  };
}

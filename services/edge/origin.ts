import { type Dispatcher, interceptors, Pool } from 'undici';
import { BROWSER_HEADER, TICKET_HEADER } from './entry.ts';
import { type Headers, isTrouble, policyOf } from './policy.ts';
import type { Statistics } from './statistics.ts';
import type { EdgeStore, Ticket } from './store.ts';

/**
 * How long an origin may take to begin its answer, ms; longer than the gateway waits for a service, so that its problem
 * arrives.
 */
const ANSWER_MS = 35_000;
/** How long an answer may pause, ms; heartbeats of event streams come more often. */
const PAUSE_MS = 60_000;
/** How long an origin that failed is left alone where something is stored to answer with, ms. */
const EXCUSED_MS = 2_000;

/** What a request and everything that is asked for on its behalf have in common. */
export class Visit {
  readonly front: string;
  readonly ticket: Ticket;
  /** What the origin answered, as far as it was asked before the answer began. */
  answered: number | undefined;
  /** Why the origin did not answer. */
  failure: Error | undefined;
  isStorable = false;
  /** Whether the cache is asked first; then conditions of the request are the engine's own. */
  readonly isCached: boolean;

  constructor(front: string, ticket: Ticket, isCached: boolean) {
    this.front = front;
    this.ticket = ticket;
    this.isCached = isCached;
  }
}

/** What an origin is asked for. */
export interface Asked extends Dispatcher.DispatchOptions {
  visit: Visit;
}

type Options = Dispatcher.DispatchOptions;

function visitOf(options: Options): Visit | undefined {
  return 'visit' in options && options.visit instanceof Visit ? options.visit : undefined;
}

const isTimeout = (error: Error): boolean => 'code' in error && error.code === 'UND_ERR_HEADERS_TIMEOUT';

/** What undici leaves out where a connection was never there. */
class NoConnection implements Dispatcher.DispatchController {
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

/** Stands between the engine and the origin: tells the engine what to keep, and answers for an origin that does not. */
class OriginHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #options: Options;
  readonly #visit: Visit;
  readonly #store: EdgeStore;
  readonly #statistics: Statistics;
  #started = false;
  #responded = false;

  constructor(
    handler: Dispatcher.DispatchHandler,
    options: Options,
    visit: Visit,
    store: EdgeStore,
    statistics: Statistics,
  ) {
    this.#handler = handler;
    this.#options = options;
    this.#visit = visit;
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
    const policy = policyOf(status, given);
    const { date: _, 'cache-control': __, ...headers } = given;
    this.#visit.answered = status;
    this.#visit.isStorable = policy.storable;
    if (isTrouble(status)) this.#store.excuse(this.#key, EXCUSED_MS);
    let { inside } = policy;
    if (status === 304 && this.#visit.isCached) {
      this.#statistics.count(this.#visit.front, 'revalidated');
      // The engine would forget what it is told to keep on (a TODO of undici 7.30), so the store is told itself.
      const lifetime = given['cache-control'] === undefined ? undefined : policy.lifetime;
      if ((policy.storable || lifetime === undefined) && this.#store.refresh(this.#key, lifetime)) inside = undefined;
    }
    this.#handler.onResponseStart?.(
      controller,
      status,
      {
        ...headers,
        // Dates count in whole seconds: without it, an answer that is fresh for a second is.
        ...(given.age === undefined || given.date === undefined ? {} : { date: given.date }),
        ...(inside === undefined ? {} : { 'cache-control': inside }),
        ...(policy.outside === undefined ? {} : { [BROWSER_HEADER]: policy.outside }),
        [TICKET_HEADER]: String(this.#visit.ticket.number),
      },
      message,
    );
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Dispatcher.DispatchController, trailers: Headers): void {
    this.#store.end(this.#visit.ticket);
    this.#handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(given: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#store.end(this.#visit.ticket);
    const controller = given ?? new NoConnection();
    if (this.#responded || controller.aborted || error.name === 'AbortError') {
      this.#handler.onResponseError?.(controller, error);
      return;
    }
    // An answer of 503 lets the engine serve what it has (RFC 5861, section 4); for an error it would not.
    // unreachable.ts says what is told instead.
    this.#visit.failure = error;
    if (!this.#started) this.onRequestStart(controller, undefined);
    const status = isTimeout(error) ? 504 : 503;
    this.onResponseStart(controller, status, { 'content-length': '0', 'cache-control': 'no-store' });
    this.onResponseEnd(controller, {});
  }
}

/** A server behind the edge. */
export interface Origin {
  readonly url: string;
  /**
   * Asks through the cache. Changes that succeed make it forget what is stored at their address (RFC 9111, section
   * 4.4).
   */
  ask(asked: Asked, handler: Dispatcher.DispatchHandler): void;
  /** Asks past the cache. */
  pass(asked: Asked, handler: Dispatcher.DispatchHandler): void;
  close(): Promise<void>;
}

/** The connections to one origin, with the cache before them. */
export function createOrigin(url: string, dependencies: { store: EdgeStore; statistics: Statistics }): Origin {
  const { store, statistics } = dependencies;
  const pool = new Pool(url, {
    pipelining: 1,
    headersTimeout: ANSWER_MS,
    bodyTimeout: PAUSE_MS,
    connectTimeout: 2_000,
    keepAliveTimeout: 30_000,
  });
  const rules: Dispatcher.DispatcherComposeInterceptor = dispatch => (options, handler) => {
    const visit = visitOf(options);
    if (!visit) throw new Error('Every request to an origin belongs to a visit');
    store.begin(visit.ticket);
    return dispatch(options, new OriginHandler(handler, options, visit, store, statistics));
  };
  const straight = pool.compose(rules);
  const cached = pool.compose(rules, interceptors.cache({ store, type: 'shared', methods: ['GET'] }));
  return {
    url,
    ask: (asked, handler) => void cached.dispatch({ ...asked, origin: url }, handler),
    pass: (asked, handler) => void straight.dispatch({ ...asked, origin: url }, handler),
    close: () => pool.destroy(),
  };
}

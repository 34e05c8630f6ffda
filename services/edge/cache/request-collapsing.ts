/** How the first of several collapsed requests ended. */
export type CollapseResult = 'stored' | 'uncacheable' | 'failed' | 'aborted';

/** The one request to the origin that others wait for. */
export interface InFlightRequest {
  readonly finished: Promise<CollapseResult>;
  /** How many requests wait. */
  waiting: number;
}

export interface RequestCollapsing {
  /** The request in flight for this target, to wait for. */
  inFlight(target: string): InFlightRequest | undefined;
  /** Whether a response of this target lately turned out uncacheable: then nobody should wait for another request. */
  isUncacheable(target: string): boolean;
  /** Registers a request in flight; `finish` must be called, whatever happens. */
  begin(target: string): { request: InFlightRequest; finish(result: CollapseResult): void };
}

const HIT_FOR_MISS_MS = 30_000;
const MAX_UNCACHEABLE = 10_000;

/**
 * Collapses requests (RFC 9111, section 4): of many concurrent requests for a target without a stored response, one
 * goes to the origin and the others wait for its stored response. Where the response turns out uncacheable, each is
 * forwarded, and for 30 s no request waits at that target ("hit-for-miss").
 */
export function createRequestCollapsing(): RequestCollapsing {
  const requests = new Map<string, InFlightRequest>();
  const uncacheableUntil = new Map<string, number>();
  return {
    inFlight: target => requests.get(target),
    isUncacheable(target) {
      const until = uncacheableUntil.get(target);
      if (until === undefined) return false;
      if (until > Date.now()) return true;
      uncacheableUntil.delete(target);
      return false;
    },
    begin(target) {
      const { promise, resolve } = Promise.withResolvers<CollapseResult>();
      const request: InFlightRequest = { finished: promise, waiting: 0 };
      requests.set(target, request);
      return {
        request,
        finish(result) {
          if (requests.get(target) === request) requests.delete(target);
          if (result === 'uncacheable') {
            if (uncacheableUntil.size >= MAX_UNCACHEABLE) uncacheableUntil.clear();
            uncacheableUntil.set(target, Date.now() + HIT_FOR_MISS_MS);
          } else if (result === 'stored') uncacheableUntil.delete(target);
          resolve(result);
        },
      };
    },
  };
}

import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import { currentTrace, traceparent } from '../observability/trace.ts';
import { serviceTokens } from './auth.ts';
import { isUnavailable, unavailable } from './unavailable.ts';

/** RFC 9110, section 9.2.2. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
const DOWN = new Set([502, 503, 504]);

export interface OutgoingOptions {
  /** The service that calls. */
  caller: string;
  /** The service that is called, by its name for people: a response names it when it is unavailable. */
  target: string;
  /** SERVICE_TOKEN_SECRET. */
  secret: string;
  /** The timeout of one attempt, ms. */
  timeoutMs: number;
  /** How often a repeatable request is retried; default 3. */
  retries?: number;
}

/** An attempt without a response from the service itself. */
class NoResponseError extends Error {
  readonly repeatable: boolean;
  constructor(repeatable: boolean, cause: unknown) {
    super('no response', { cause });
    this.repeatable = repeatable;
  }
}

/** One attempt. A timeout is not retried: the caller has waited long enough. */
async function attempt(request: Request, timeoutMs: number): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(request, { signal: AbortSignal.any([request.signal, timeout]) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new NoResponseError(!timeout.aborted && isUnavailable(error), error);
  }
  if (!DOWN.has(response.status)) return response;
  await response.body?.cancel();
  throw new NoResponseError(true, `responded with ${response.status}`);
}

/** The same request with a body that can be sent more than once. */
async function repeatableCopy(request: Request, headers: Headers): Promise<() => Request> {
  const body = request.body === null ? undefined : await request.arrayBuffer();
  const init = { method: request.method, headers, signal: request.signal, ...(body === undefined ? {} : { body }) };
  return () => new Request(request.url, init);
}

/**
 * The `fetch` of a generated client: adds the service's token, the trace and the request id, and limits every attempt
 * to `timeoutMs`. Connection errors and 502, 503, 504 are retried with backoff where repeating is safe: idempotent
 * methods, and requests with an Idempotency-Key. After 10 such failures in a row the circuit opens for 5 s. Throws
 * ProblemError
 * 503 with Retry-After that names the target.
 */
export function outgoingFetch(options: OutgoingOptions): (request: Request) => Promise<Response> {
  const noResponse = handleWhen(error => error instanceof NoResponseError);
  const breaker = circuitBreaker(noResponse, { halfOpenAfter: 5_000, breaker: new ConsecutiveBreaker(10) });
  const retryPolicy = retry(
    handleWhen(error => error instanceof NoResponseError && error.repeatable),
    { maxAttempts: options.retries ?? 3, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1_000 }) },
  );
  const policy = wrap(retryPolicy, breaker);
  const token = serviceTokens(options.caller, options.secret);

  return async request => {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${await token()}`);
    const parent = traceparent();
    const requestId = currentTrace()?.requestId;
    if (parent) headers.set('traceparent', parent);
    if (requestId) headers.set('x-request-id', requestId);
    try {
      if (!IDEMPOTENT.has(request.method) && !headers.has('idempotency-key')) {
        return await breaker.execute(() => attempt(new Request(request, { headers }), options.timeoutMs));
      }
      const repeatable = await repeatableCopy(request, headers);
      return await policy.execute(() => attempt(repeatable(), options.timeoutMs));
    } catch (error) {
      if (error instanceof NoResponseError) throw unavailable(options.target, 2, error.cause);
      if (error instanceof BrokenCircuitError) throw unavailable(options.target, 5, error);
      throw error;
    }
  };
}

import type { KeyObject } from 'node:crypto';
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import { Agent } from 'undici';
import type { ClientOptions } from '../../../contracts/codegen/runtime/client.ts';
import { currentTrace, traceparent } from '../observability/trace.ts';
import { observeCalls } from '../observability/usage.ts';
import { serviceTokens } from './auth.ts';
import { isUnavailable, unavailable } from './unavailable.ts';

/** RFC 9110, section 9.2.2. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
const DOWN = new Set([502, 503, 504]);

export interface OutgoingOptions {
  /** The service that calls. */
  caller: string;
  /** The service that is called, by its name with a capital: a response names it when it is unavailable. */
  target: string;
  /** The private key of the caller. */
  key: KeyObject;
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

/** A request that can be sent more than once. */
interface Outgoing {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Buffer | null;
  /** Aborted when the caller gives up. */
  signal: AbortSignal;
}

/** Idle connections are closed before the services close them (service.ts). */
const agent = new Agent({ keepAliveTimeout: 30_000, connectTimeout: 3_000 });

/** Statuses whose responses have no body (Fetch standard, null body status). */
const WITHOUT_BODY = new Set([204, 205, 304]);

/** Sends a request and reads its response whole. The streams of `fetch` would double the cost of a request. */
async function send({ url, method, headers, body }: Outgoing, signal: AbortSignal): Promise<Response> {
  const answer = await agent.request({ ...targetOf(url), method, headers, body, signal });
  const bytes = await answer.body.arrayBuffer();
  const fields = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return new Response(WITHOUT_BODY.has(answer.statusCode) ? null : bytes, {
    status: answer.statusCode,
    headers: fields,
  });
}

function targetOf(url: string): { origin: string; path: string } {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search };
}

/** One attempt. A timeout is not retried: the caller has waited long enough. */
async function attempt(outgoing: Outgoing, timeoutMs: number): Promise<Response> {
  const controller = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, timeoutMs);
  const abort = () => controller.abort(outgoing.signal.reason);
  outgoing.signal.addEventListener('abort', abort, { once: true });
  let response: Response;
  try {
    outgoing.signal.throwIfAborted();
    response = await send(outgoing, controller.signal);
  } catch (error) {
    if (outgoing.signal.aborted) throw error;
    throw new NoResponseError(!isLate && isUnavailable(error), error);
  } finally {
    clearTimeout(timer);
    outgoing.signal.removeEventListener('abort', abort);
  }
  if (DOWN.has(response.status)) throw new NoResponseError(true, `responded with ${response.status}`);
  return response;
}

/**
 * The options of a generated client by which a service calls another one: `outgoingFetch`, and, where use is measured,
 * what counts the calls.
 */
export function outgoing(options: OutgoingOptions): Pick<ClientOptions, 'fetch' | 'observe'> {
  return { fetch: outgoingFetch(options), ...observeCalls(options.caller, options.target.toLowerCase()) };
}

/**
 * The `fetch` of a generated client: adds the service's token, the trace and the request id, and limits every attempt
 * to `timeoutMs`. Connection errors and 502, 503, 504 are retried with backoff where repeating is safe: idempotent
 * methods, and requests with an Idempotency-Key. After 10 such failures in a row the circuit opens for 5 s. Bodies are
 * read whole, both ways. Throws ProblemError 503 with Retry-After that names the target.
 */
export function outgoingFetch(options: OutgoingOptions): (request: Request) => Promise<Response> {
  const noResponse = handleWhen(error => error instanceof NoResponseError);
  const breaker = circuitBreaker(noResponse, { halfOpenAfter: 5_000, breaker: new ConsecutiveBreaker(10) });
  const retryPolicy = retry(
    handleWhen(error => error instanceof NoResponseError && error.repeatable),
    { maxAttempts: options.retries ?? 3, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1_000 }) },
  );
  const policy = wrap(retryPolicy, breaker);
  const { caller, key } = options;
  const token = serviceTokens({ caller, target: options.target.toLowerCase(), key });

  return async request => {
    const headers = Object.fromEntries(request.headers);
    headers.authorization = `Bearer ${token()}`;
    const parent = traceparent();
    const requestId = currentTrace()?.requestId;
    if (parent) headers.traceparent = parent;
    if (requestId) headers['x-request-id'] = requestId;
    const { url, method, signal } = request;
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    const isRepeatable = IDEMPOTENT.has(method) || headers['idempotency-key'] !== undefined;
    try {
      const once = () => attempt({ url, method, headers, body, signal }, options.timeoutMs);
      return await (isRepeatable ? policy : breaker).execute(once);
    } catch (error) {
      if (error instanceof NoResponseError) throw unavailable(options.target, 2, error.cause);
      if (error instanceof BrokenCircuitError) throw unavailable(options.target, 5, error);
      throw error;
    }
  };
}

import { z } from 'zod';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { isUnavailable } from './http/unavailable.ts';

/**
 * Why a request to another service or a partner failed, which decides what happens next:
 * - `temporary`: the same request may succeed later; it is retried with backoff.
 * - `refused`: the other side has decided. A retry does not help; `code` and `message` say why.
 * - `misconfigured`: a fault on our side, in configuration (a wrong key) or code. It needs an engineer: it is logged as
 *   an error.
 */
export const failureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('temporary'), message: z.string(), retryAfterMs: z.number().optional() }),
  z.object({ kind: z.literal('refused'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('misconfigured'), message: z.string() }),
]);

export type Failure = z.output<typeof failureSchema>;

/** A failure as an error: adapters of partners throw it with the partner's code and message. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}

/** The delay of a `Retry-After` header, ms: seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const delay = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(delay) ? undefined : Math.max(0, delay);
}

const TEMPORARY_STATUSES = new Set([408, 425, 429]);
/** Statuses that say that the client itself is wrong: its credentials, address, method or media type. */
const MISCONFIGURED_STATUSES = new Set([401, 403, 405, 406, 415]);

/**
 * The failure of a response with status 400 or above (RFC 9110, section 15). A status with `Retry-After` is temporary.
 * @param response.code the machine-readable reason, if the body has one; default `http_<status>`
 */
export function responseFailure(response: {
  status: number;
  message: string;
  code?: string | undefined;
  retryAfter?: string | undefined;
}): Failure {
  const { status, message } = response;
  const delay = retryAfterMs(response.retryAfter, Date.now());
  if (delay !== undefined) return { kind: 'temporary', message, retryAfterMs: delay };
  if (status >= 500 || TEMPORARY_STATUSES.has(status)) return { kind: 'temporary', message };
  if (MISCONFIGURED_STATUSES.has(status)) return { kind: 'misconfigured', message };
  return { kind: 'refused', code: response.code ?? `http_${status}`, message };
}

const errorSchema = z.object({ name: z.string(), message: z.string() });
const TIMEOUTS = new Set(['TimeoutError', 'AbortError']);

/**
 * The failure that an error stands for: the failure of a FailureError, the response of a ProblemError, `temporary` for
 * lost connections and timeouts. Any other error is a fault in our code: `misconfigured`.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  if (error instanceof ProblemError) {
    const { status, message, headers, extra } = error;
    const code = typeof extra.code === 'string' ? extra.code : undefined;
    return responseFailure({ status, message, code, retryAfter: headers['retry-after'] });
  }
  const { name, message } = errorSchema.safeParse(error).data ?? { name: '', message: String(error) };
  return { kind: TIMEOUTS.has(name) || isUnavailable(error) ? 'temporary' : 'misconfigured', message };
}

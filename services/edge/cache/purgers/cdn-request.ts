import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../../../platform/backoff.ts';
import { retryAfterMs } from '../../../platform/failure.ts';

/** A request to a CDN's API. */
export interface CdnRequest {
  url: string;
  method: 'POST' | 'PURGE';
  headers: Record<string, string>;
  body?: string;
}

export interface RetryOptions {
  /** The first pause between attempts, ms, doubling; 200 by default. */
  firstPauseMs?: number;
}

const ATTEMPTS = 5;
const TIMEOUT_MS = 5_000;

/** Whether a retry may help: the CDN is overloaded or down. */
const isTemporary = (status: number): boolean => status === 429 || status >= 500;

/** The longest pause that a CDN's `Retry-After` may ask for. */
const MAX_RETRY_AFTER_MS = 30_000;

/**
 * Sends a request until a 2xx, five times at most. Returns the response body. Throws for any other response: the error
 * names the status, never the request, which holds credentials.
 */
export async function sendWithRetries(name: string, request: CdnRequest, options: RetryOptions = {}): Promise<string> {
  const { url, ...init } = request;
  for (let failures = 0; ; failures += 1) {
    const isLast = failures === ATTEMPTS - 1;
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
      if (isLast) throw new Error(`${name} cannot be reached`, { cause: error });
      return undefined;
    });
    const text = await response?.text().catch(() => undefined);
    if (response?.ok && text !== undefined) return text;
    if (response && (isLast || !isTemporary(response.status)))
      throw new Error(`${name} answered ${response.status}: ${text?.slice(0, 200)}`);
    const retryAfter = retryAfterMs(response?.headers.get('retry-after') ?? undefined, Date.now()) ?? 0;
    await sleep(
      Math.max(Math.min(retryAfter, MAX_RETRY_AFTER_MS), backoff(failures, options.firstPauseMs ?? 200, 5_000)),
    );
  }
}

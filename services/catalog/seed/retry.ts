import { setTimeout as sleep } from 'node:timers/promises';
import { retryAfterMs } from '../../platform/failure.ts';

const ATTEMPTS = 30;
const MAX_PAUSE_MS = 60_000;

/** Whether a server says that it takes the same request later (RFC 6585, section 4; RFC 9110, section 15.6.4). */
const isTemporary = (status: number): boolean => status === 429 || status === 503;

/**
 * `fetch` that retries after a status that `isWorthRetrying`, when `Retry-After` says, or after a second.
 */
export async function retryingFetch(request: Request, isWorthRetrying = isTemporary): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(request.clone());
    if (!isWorthRetrying(response.status) || attempt >= ATTEMPTS) return response;
    await response.body?.cancel();
    const retryAfter = retryAfterMs(response.headers.get('retry-after') ?? undefined, Date.now());
    await sleep(Math.min(MAX_PAUSE_MS, retryAfter || 1_000));
  }
}

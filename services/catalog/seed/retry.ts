import { setTimeout as sleep } from 'node:timers/promises';

const ATTEMPTS = 30;

/**
 * `fetch` that retries after 429 and 503, when `Retry-After` (seconds) says.
 */
export async function retryingFetch(request: Request): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(request.clone());
    if ((response.status !== 429 && response.status !== 503) || attempt >= ATTEMPTS) return response;
    await response.body?.cancel();
    await sleep(1_000 * Math.min(60, Number(response.headers.get('retry-after')) || 1));
  }
}

import { inBatches } from '../../../../look/in-batches.ts';
import { type RetryOptions, sendWithRetries } from './cdn-request.ts';
import type { Purger } from './purger.ts';

/** Keys in one request: https://www.fastly.com/documentation/reference/api/purging/#bulk-purge-tag */
const MAX_KEYS = 256;

/** Purges Fastly by `Surrogate-Key`. */
export function createFastlyPurger(options: RetryOptions & { serviceId: string; token: string; api?: string }): Purger {
  const { serviceId, token, api = 'https://api.fastly.com' } = options;
  return {
    async purge(tags) {
      for (const keys of inBatches(tags, MAX_KEYS)) {
        await sendWithRetries(
          'Fastly',
          {
            url: `${api}/service/${encodeURIComponent(serviceId)}/purge`,
            method: 'POST',
            headers: { 'fastly-key': token, 'content-type': 'application/json', accept: 'application/json' },
            body: JSON.stringify({ surrogate_keys: keys }),
          },
          options,
        );
      }
    },
  };
}

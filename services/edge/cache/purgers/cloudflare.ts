import { z } from 'zod';
import { inBatches } from '../../../../look/in-batches.ts';
import { type RetryOptions, sendWithRetries } from './cdn-request.ts';
import type { Purger } from './purger.ts';

/**
 * Tags in one request, on every plan:
 * https://developers.cloudflare.com/cache/how-to/purge-cache/#availability-and-limits
 */
const MAX_TAGS = 100;

const responseBody = z.object({ success: z.boolean(), errors: z.array(z.object({ message: z.string() })).default([]) });

/** Purges Cloudflare by `Cache-Tag`. */
export function createCloudflarePurger(
  options: RetryOptions & { zoneId: string; token: string; api?: string },
): Purger {
  const { zoneId, token, api = 'https://api.cloudflare.com' } = options;
  return {
    async purge(tags) {
      for (const batch of inBatches(tags, MAX_TAGS)) {
        const text = await sendWithRetries(
          'Cloudflare',
          {
            url: `${api}/client/v4/zones/${encodeURIComponent(zoneId)}/purge_cache`,
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: JSON.stringify({ tags: batch }),
          },
          options,
        );
        const { success, errors } = responseBody.parse(JSON.parse(text));
        if (!success) throw new Error(`Cloudflare did not purge: ${errors.map(({ message }) => message).join(', ')}`);
      }
    },
  };
}

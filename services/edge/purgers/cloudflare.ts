import { z } from 'zod';
import { type CallOptions, callUntilDone, inPieces } from './call.ts';
import type { Purger } from './purger.ts';

/**
 * https://developers.cloudflare.com/cache/how-to/purge-cache/#availability-and-limits: as many tags at once on every
 * plan.
 */
const MOST = 100;

const answer = z.object({ success: z.boolean(), errors: z.array(z.object({ message: z.string() })).default([]) });

/** Cloudflare, which knows answers by their `Cache-Tag`. */
export function cloudflarePurger(options: CallOptions & { zoneId: string; token: string; api?: string }): Purger {
  const { zoneId, token, api = 'https://api.cloudflare.com' } = options;
  return {
    async purge(tags) {
      for (const piece of inPieces(tags, MOST)) {
        const text = await callUntilDone(
          'Cloudflare',
          {
            url: `${api}/client/v4/zones/${encodeURIComponent(zoneId)}/purge_cache`,
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: JSON.stringify({ tags: piece }),
          },
          options,
        );
        const { success, errors } = answer.parse(JSON.parse(text));
        if (!success) throw new Error(`Cloudflare did not purge: ${errors.map(({ message }) => message).join(', ')}`);
      }
    },
  };
}

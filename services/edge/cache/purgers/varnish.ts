import { inBatches } from '../../../../look/in-batches.ts';
import { type RetryOptions, sendWithRetries } from './cdn-request.ts';
import type { Purger } from './purger.ts';

/**
 * Keys in one request: Varnish accepts a header of 8 kB by default (`http_req_hdr_len`); a tag has at most 250
 * characters.
 */
const MAX_KEYS = 30;

/** Purges Varnish with vmod_xkey, by the VCL of its manual (vmod_xkey(3)): method `PURGE`, the keys in `xkey`. */
export function createVarnishPurger(options: RetryOptions & { url: string }): Purger {
  return {
    async purge(tags) {
      for (const keys of inBatches(tags, MAX_KEYS)) {
        await sendWithRetries(
          'Varnish',
          { url: options.url, method: 'PURGE', headers: { xkey: keys.join(' ') } },
          options,
        );
      }
    },
  };
}

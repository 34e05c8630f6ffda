import { type CallOptions, callUntilDone, inPieces } from './call.ts';
import type { Purger } from './purger.ts';

/** Varnish takes 8 kB of a header by default (`http_req_hdr_len`); tags have at most 250 characters. */
const MOST = 30;

/**
 * Varnish with vmod_xkey, which knows answers by their `xkey`; asked as the VCL in its manual wants it (vmod_xkey(3)):
 * method `PURGE`, the keys in `xkey`.
 */
export function varnishPurger(options: CallOptions & { url: string }): Purger {
  return {
    async purge(tags) {
      for (const keys of inPieces(tags, MOST)) {
        await callUntilDone(
          'Varnish',
          { url: options.url, method: 'PURGE', headers: { xkey: keys.join(' ') } },
          options,
        );
      }
    },
  };
}

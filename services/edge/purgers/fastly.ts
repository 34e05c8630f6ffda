import { type CallOptions, callUntilDone, inPieces } from './call.ts';
import type { Purger } from './purger.ts';

/** https://www.fastly.com/documentation/reference/api/purging/#bulk-purge-tag: at most 256 keys at once. */
const MOST = 256;

/** Fastly, which knows answers by their `Surrogate-Key`. */
export function fastlyPurger(options: CallOptions & { serviceId: string; token: string; api?: string }): Purger {
  const { serviceId, token, api = 'https://api.fastly.com' } = options;
  return {
    async purge(tags) {
      for (const keys of inPieces(tags, MOST)) {
        await callUntilDone(
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

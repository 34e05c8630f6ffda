import { readConfig } from '../../platform/config.ts';
import type { Log } from '../../platform/log.ts';
import type { Purger } from './purger.ts';

/** The caches before this one that `EDGE_PURGER` names, configured from the environment; none for `local`. */
export function purgersOf(name: 'local' | 'fastly' | 'varnish' | 'cloudflare', _log: Log): Purger[] {
  if (name === 'local') return [];
  readConfig({});
  return [];
}

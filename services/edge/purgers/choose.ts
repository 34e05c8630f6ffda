import { z } from 'zod';
import { httpUrl, readConfig, secret } from '../../platform/config.ts';
import { cloudflarePurger } from './cloudflare.ts';
import { fastlyPurger } from './fastly.ts';
import type { Purger } from './purger.ts';
import { varnishPurger } from './varnish.ts';

/** What `EDGE_PURGER` may name. */
export const purgerSetting = z.enum(['local', 'fastly', 'varnish', 'cloudflare']);

const id = () => z.string().regex(/^[\w-]+$/, 'must be an id');

/** The caches before this one that `EDGE_PURGER` names, each with its own part of the environment; none for `local`. */
export function purgersOf(name: z.output<typeof purgerSetting>): Purger[] {
  if (name === 'local') return [];
  if (name === 'varnish') return [varnishPurger({ url: readConfig({ VARNISH_URL: httpUrl() }).VARNISH_URL })];
  if (name === 'fastly') {
    const { FASTLY_SERVICE_ID: serviceId, FASTLY_API_TOKEN: token } = readConfig({
      FASTLY_SERVICE_ID: id(),
      FASTLY_API_TOKEN: secret(),
    });
    return [fastlyPurger({ serviceId, token })];
  }
  const { CLOUDFLARE_ZONE_ID: zoneId, CLOUDFLARE_API_TOKEN: token } = readConfig({
    CLOUDFLARE_ZONE_ID: id(),
    CLOUDFLARE_API_TOKEN: secret(),
  });
  return [cloudflarePurger({ zoneId, token })];
}

import { z } from 'zod';
import { httpUrl, readConfig, secret } from '../../../platform/config.ts';
import { createCloudflarePurger } from './cloudflare.ts';
import { createFastlyPurger } from './fastly.ts';
import type { Purger } from './purger.ts';
import { createVarnishPurger } from './varnish.ts';

/** The values of `EDGE_PURGER`. */
export const purgerSetting = z.enum(['local', 'fastly', 'varnish', 'cloudflare']);

const id = () => z.string().regex(/^[\w-]+$/, 'must be an id');

/** The purgers of the CDN in front of the edge, from `EDGE_PURGER` and the CDN's own variables; none for `local`. */
export function cdnPurgers(name: z.output<typeof purgerSetting>): Purger[] {
  if (name === 'local') return [];
  if (name === 'varnish') return [createVarnishPurger({ url: readConfig({ VARNISH_URL: httpUrl() }).VARNISH_URL })];
  if (name === 'fastly') {
    const { FASTLY_SERVICE_ID: serviceId, FASTLY_API_TOKEN: token } = readConfig({
      FASTLY_SERVICE_ID: id(),
      FASTLY_API_TOKEN: secret(),
    });
    return [createFastlyPurger({ serviceId, token })];
  }
  const { CLOUDFLARE_ZONE_ID: zoneId, CLOUDFLARE_API_TOKEN: token } = readConfig({
    CLOUDFLARE_ZONE_ID: id(),
    CLOUDFLARE_API_TOKEN: secret(),
  });
  return [createCloudflarePurger({ zoneId, token })];
}

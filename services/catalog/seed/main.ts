import { z } from 'zod';
import { createCatalogClient } from '../../../generated/catalog/client.ts';
import { createIdentityClient } from '../../../generated/identity/client.ts';
import { createSearchClient } from '../../../generated/search/client.ts';
import { httpUrl, readConfig } from '../../platform/config.ts';
import { retryingFetch } from './retry.ts';
import { untilSearchable } from './searchable.ts';
import { seed } from './seed.ts';

const BEST = 1_000;
const env = readConfig({ GATEWAY_URL: httpUrl(), ADMIN_EMAIL: z.email(), ADMIN_PASSWORD: z.string() });

/** Signs in as the admin and returns the cookie of the session. */
async function signIn(): Promise<string> {
  let cookie = '';
  const identity = createIdentityClient({
    baseUrl: env.GATEWAY_URL,
    fetch: async request => {
      const response = await fetch(request);
      cookie = response.headers
        .getSetCookie()
        .map(line => line.split(';')[0])
        .join('; ');
      return response;
    },
  });
  const answer = await identity.signIn({ body: { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD } });
  if (answer.status !== 200) throw new Error(`Signing in as ${env.ADMIN_EMAIL} was refused with ${answer.status}`);
  return cookie;
}

const cookie = await signIn();
const catalog = createCatalogClient({ baseUrl: env.GATEWAY_URL, headers: () => ({ cookie }), fetch: retryingFetch });
const search = createSearchClient({ baseUrl: env.GATEWAY_URL, fetch: retryingFetch });
const print = (line: string) => process.stdout.write(`${line}\n`);
const { created, updated, unchanged, rowsPerSecond, failed } = await seed({
  catalog,
  best: BEST,
  full: process.argv.includes('--full'),
  print,
});
await untilSearchable(search, created + updated + unchanged, print);
print(`${created + updated + unchanged} products, ${failed} bad rows, ${rowsPerSecond ?? 0} rows a second`);

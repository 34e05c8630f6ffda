import { join } from 'node:path';
import { z } from 'zod';
import { freePorts } from '../../../deploy/local/ports.ts';
import { untilDone, untilReady } from '../../program.ts';
import { catalogue } from '../catalogue.ts';
import { openPeerEnvironment, versionOf } from '../servers.ts';
import { ask, type Shop } from '../shop.ts';
import { flowsOf } from './flows.ts';

const START_MS = 120_000;
const file = (name: string): string => join(import.meta.dirname, name);
const indexed = z.object({ data: z.object({ search: z.object({ totalItems: z.literal(catalogue.length) }) }) });

/** Vendure as `@vendure/create` sets it up, server and worker a process each; asked at its Shop API (GraphQL). */
export const vendure = (installed: string): Shop => ({
  name: `Vendure ${versionOf(installed, '@vendure/core')}`,
  requests: { product: 1, cart: 1, checkout: 8 },
  async start() {
    const environment = await openPeerEnvironment('vendure', installed);
    try {
      const [port] = await freePorts(1);
      const variables = {
        DATABASE_URL: environment.databaseUrl,
        PORT: String(port),
        VENDURE_DISABLE_TELEMETRY: 'true',
      };
      await untilDone(environment.start('seed', [file('seed.ts')], variables));
      const server = environment.start('server', [file('server.ts')], variables);
      const worker = environment.start('worker', [file('worker.ts')], variables);
      await untilReady(server, `http://127.0.0.1:${port}/health`, START_MS);
      const api = `http://127.0.0.1:${port}/shop-api`;
      const query = 'query { search(input: { take: 1, groupByProduct: true }) { totalItems } }';
      await ask(api, indexed, { method: 'POST', body: { query } });
      return { flows: await flowsOf(api), close: () => environment.close([server, worker]) };
    } catch (error) {
      await environment.close();
      throw error;
    }
  },
});

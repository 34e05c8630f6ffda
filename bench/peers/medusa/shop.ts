import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../../deploy/local/ports.ts';
import { untilDone, untilReady } from '../../program.ts';
import { openPeerEnvironment, versionOf } from '../servers.ts';
import type { Shop } from '../shop.ts';
import { flowsOf, storefrontSettings } from './flows.ts';

const START_MS = 120_000;
const program = 'node_modules/@medusajs/cli/cli.js';
const file = (name: string): string => join(import.meta.dirname, name);

/** Medusa as its guide to production sets it up, server and worker a process each; asked at its Store API. */
export const medusa = (installed: string): Shop => ({
  name: `Medusa ${versionOf(installed, '@medusajs/medusa')}`,
  requests: { product: 1, cart: 2, checkout: 9 },
  async start() {
    const environment = await openPeerEnvironment('medusa', installed);
    try {
      const { folder, databaseUrl, redisUrl } = environment;
      const [port, workerPort] = await freePorts(2);
      const result = join(folder, 'seeded.json');
      const variables = (mode: 'server' | 'worker') => ({
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        HOST: '127.0.0.1',
        PORT: String(mode === 'server' ? port : workerPort),
        LOG_LEVEL: 'warn',
        MEDUSA_DISABLE_TELEMETRY: '1',
        MEDUSA_WORKER_MODE: mode,
        SEED_RESULT: result,
      });
      const packages = { '@medusajs/medusa': versionOf(installed, '@medusajs/medusa') };
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: packages }));
      const config = JSON.stringify(file('config.ts'));
      writeFileSync(join(folder, 'medusa-config.js'), `module.exports = require(${config}).default;\n`);
      await untilDone(environment.start('migrate', [program, 'db:migrate', '--skip-scripts'], variables('server')));
      await untilDone(environment.start('seed', [program, 'exec', file('seed.ts')], variables('server')));
      const server = environment.start('server', [program, 'start'], variables('server'));
      const worker = environment.start('worker', [program, 'start'], variables('worker'));
      await untilReady(server, `http://127.0.0.1:${port}/health`, START_MS);
      await untilReady(worker, `http://127.0.0.1:${workerPort}/health`, START_MS);
      const settings = storefrontSettings.parse(JSON.parse(readFileSync(result, 'utf8')));
      const flows = await flowsOf(`http://127.0.0.1:${port}/store`, settings);
      return { flows, close: () => environment.close([server, worker]) };
    } catch (error) {
      await environment.close();
      throw error;
    }
  },
});

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createInventoryClient } from '../../../generated/inventory/client.ts';
import { testEnvironment } from '../../platform/testing/environment.ts';
import { serviceHeaders, testKeyEnvironment } from '../../platform/testing/identity.ts';
import type { Inventory } from './suite.ts';

/** The real service in a separate process, on the database of a suite. */
export async function startProcess(inventory: Inventory, topicPrefix: string) {
  const env = {
    PATH: process.env.PATH,
    PORT: '0',
    NODE_ENV: 'test',
    ...testKeyEnvironment,
    IDENTITY_URL: inventory.identity.url,
    DATABASE_URL: inventory.databaseUrl,
    KAFKA_BROKERS: testEnvironment('KAFKA_BROKERS').join(','),
    KAFKA_TOPIC_PREFIX: topicPrefix,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const dead = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('exit', () => reject(new Error('it did not start')));
  createInterface({ input: child.stdout }).on('line', line => {
    const entry: { message?: string; url?: string } = JSON.parse(line);
    if (entry.message === 'started' && entry.url !== undefined) resolve(entry.url);
  });
  const url = await promise;
  return {
    client: createInventoryClient({ baseUrl: url, headers: () => serviceHeaders('checkout') }),
    kill: () => {
      child.kill('SIGKILL');
      return dead;
    },
    stop: () => {
      child.kill('SIGTERM');
      return dead;
    },
  };
}

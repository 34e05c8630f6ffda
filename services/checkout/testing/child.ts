import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { testEnvironment } from '../../platform/testing/environment.ts';
import { testKeyEnvironment } from '../../platform/testing/identity.ts';
import { type CheckoutSuite, storefrontUrl, testLimits } from './suite.ts';

/**
 * The real service in a separate process, which is killed at `faultAfter`, with the database and the upstreams of a
 * suite.
 */
export async function startProcess(suite: CheckoutSuite, faultAfter: string) {
  const upstreams = ['CART', 'CATALOG', 'SHIPPING', 'INVENTORY', 'ORDERS', 'PAYMENTS'].map(name => [
    `${name}_URL`,
    suite.upstreams.url,
  ]);
  const env = {
    ...Object.fromEntries(upstreams),
    PATH: process.env.PATH,
    PORT: '0',
    NODE_ENV: 'test',
    ...testKeyEnvironment,
    IDENTITY_URL: suite.identity.url,
    DATABASE_URL: suite.databaseUrl,
    KAFKA_BROKERS: testEnvironment('KAFKA_BROKERS').join(','),
    STOREFRONT_URL: storefrontUrl,
    MAX_UNITS_PER_LINE: String(testLimits.unitLimits.line),
    MAX_UNITS_PER_ORDER: String(testLimits.unitLimits.order),
    MAX_UNPAID_ORDERS: String(testLimits.unpaid.maxOrders),
    MAX_UNPAID_ORDERS_PER_ADDRESS: String(testLimits.unpaid.maxOrdersPerAddress),
    UNPAID_STOCK_PERCENT: String(testLimits.unpaid.maxPercent),
    FAULT_AFTER: faultAfter,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const dead = new Promise<NodeJS.Signals | null>(resolve => child.once('exit', (_code, signal) => resolve(signal)));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('exit', () => reject(new Error('it did not start')));
  createInterface({ input: child.stdout }).on('line', line => {
    const entry: { message?: string; url?: string } = JSON.parse(line);
    if (entry.message === 'started' && entry.url !== undefined) resolve(entry.url);
  });
  return { url: await promise, dead, kill: () => child.kill('SIGKILL') };
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { testProxy } from '../../services/platform/testing/proxy.ts';
import { sourceHash } from '../local/apps.ts';
import { environment } from './api-client.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The build of the current sources, as `npm start` and `npm test` make it. */
const build = (): string => path.join('../.covenant/build', `storefront-${sourceHash({ name: 'storefront' })}`);

/** A line of the server's log; undefined for other output. */
function parseLogLine(line: string): { message?: string; url?: string } | undefined {
  return line.startsWith('{') ? JSON.parse(line) : undefined;
}

/**
 * Starts a storefront whose connection to the gateway can be cut. No edge is in front of it: pictures and suggestions
 * are missing.
 * @param more variables of its environment beside the usual ones
 */
export async function startStorefront(more: Readonly<Record<string, string>> = {}) {
  const gateway = await testProxy(environment.GATEWAY_URL);
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production' as const,
    PORT: '0',
    BUILD_DIR: build(),
    GATEWAY_URL: gateway.url.replace(/\/$/, ''),
    PUBLIC_STOREFRONT_URL: environment.STOREFRONT_URL,
    ...more,
  };
  const child = spawn(process.execPath, [path.join(root, 'storefront/main.ts')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('exit', () =>
    reject(new Error('The storefront did not start; is the build of the current sources there?')),
  );
  createInterface({ input: child.stdout }).on('line', line => {
    const entry = parseLogLine(line);
    if (entry?.message === 'started' && entry.url !== undefined) resolve(entry.url);
  });
  let isDisconnected = false;
  return {
    url: await promise,
    /** The services are down until `reconnectGateway`. */
    async disconnectGateway() {
      isDisconnected = true;
      await gateway.disconnect();
    },
    async reconnectGateway() {
      if (isDisconnected) await gateway.restore();
      isDisconnected = false;
    },
    async close() {
      child.kill();
      await exited;
      await gateway.close();
    },
  };
}

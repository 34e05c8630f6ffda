import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { testProxy } from '../../services/platform/testing/proxy.ts';
import { sourceHash } from '../local/apps.ts';
import { environment } from './outside.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Where `npm start` and `npm test` put the storefront that is built from the sources as they are. */
const build = (): string => path.join('../.covenant/build', `storefront-${sourceHash({ name: 'storefront' })}`);

/** What the server's log says on a line; undefined for what is no entry. */
function entryOf(line: string): { message?: string; url?: string } | undefined {
  return line.startsWith('{') ? JSON.parse(line) : undefined;
}

/**
 * A storefront of its own, as it is built, whose way to the gateway can be cut. No edge stands before it: pictures and
 * suggestions are missing.
 */
export async function startOwnStorefront() {
  const gateway = await testProxy(environment.GATEWAY_URL);
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production' as const,
    PORT: '0',
    BUILD_DIR: build(),
    GATEWAY_URL: gateway.url.replace(/\/$/, ''),
    PUBLIC_STOREFRONT_URL: environment.STOREFRONT_URL,
  };
  const child = spawn(process.execPath, [path.join(root, 'storefront/main.ts')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('exit', () =>
    reject(new Error('The storefront did not start; is it built from the sources as they are?')),
  );
  createInterface({ input: child.stdout }).on('line', line => {
    const entry = entryOf(line);
    if (entry?.message === 'started' && entry.url !== undefined) resolve(entry.url);
  });
  let isCut = false;
  return {
    url: await promise,
    /** The services are down, as long as `mend` is not called. */
    async cut() {
      isCut = true;
      await gateway.disconnect();
    },
    async mend() {
      if (isCut) await gateway.restore();
      isCut = false;
    },
    async close() {
      child.kill();
      await gone;
      await gateway.close();
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpApp } from '../http/http-app.ts';
import { runService } from '../http/service.ts';
import { createLog } from '../observability/log.ts';
import { sampleRouter } from './sample-router.ts';

/**
 * A service in its own process, for service.test.ts: its log shows the order of its steps. With WORKER=held its worker
 * does not stop before `/items/release` is requested.
 */
const isHeld = process.env.WORKER === 'held';
const log = createLog('child');
const slow = Promise.withResolvers<void>();
const released = Promise.withResolvers<void>();

const router = sampleRouter<never>({
  getItem: async ({ path }) => {
    log.info('request began');
    if (path.slug === 'slow') await slow.promise;
    if (path.slug === 'release') released.resolve();
    if (path.slug === 'stuck') await new Promise(() => {});
    if (path.slug === 'forgotten') void Promise.reject(new Error('nobody waits for this'));
    log.info('request ended');
    return { status: 200, body: { ok: true } };
  },
});

await runService(() => ({
  name: 'child',
  port: 0,
  log,
  app: createHttpApp({ log, routers: [router], checks: {} }),
  graceMs: isHeld ? 60_000 : 1_000,
  workers: [
    {
      name: 'worker',
      async start() {
        log.info('worker started');
      },
      async stop() {
        await (isHeld ? released.promise : sleep(300));
        log.info('worker stopped');
        setTimeout(slow.resolve, 100);
      },
    },
  ],
  async close() {
    log.info('databases closed');
  },
}));

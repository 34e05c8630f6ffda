import { type Application, Router } from 'express';
import { z } from 'zod';
import { build } from '../observability/build.ts';
import { type Flow, flowStates, recordFlows } from '../observability/flow.ts';
import { loadOf } from '../observability/load.ts';
import { registry } from '../observability/metrics.ts';

/**
 * The dependencies a service cannot work without, each with a function that throws while it is unavailable:
 * `{ database: () => prisma.$queryRaw`SELECT 1` }`.
 */
export type Checks = Record<string, () => PromiseLike<unknown>>;

const CHECK_TIMEOUT = 2_000;

/** The Express setting that turns readiness off; service.ts enables it when shutdown begins. */
export const DRAINING = 'draining';

/** The Express setting with the flows of the service; service.ts sets it. */
export const FLOWS = 'flows';

/** The Express setting with the name of the service, whose load is counted; service.ts sets it. */
export const SERVICE_NAME = 'service name';

/** The service of an app; empty for one that is not started as a service. */
export function serviceName(app: Application): string {
  const name: unknown = app.get(SERVICE_NAME);
  return typeof name === 'string' ? name : '';
}

const flowsSetting = z.array(z.custom<Flow>()).default([]);

async function passes(check: () => PromiseLike<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), CHECK_TIMEOUT);
  Promise.resolve()
    .then(check)
    .then(
      () => resolve(true),
      () => resolve(false),
    );
  return promise.finally(() => clearTimeout(timer));
}

/**
 * `/health/live`: the process responds. `/health/ready`: 200 when every check passes within 2 s and the app is not
 * draining, else 503 with the failed checks. `/health/flow`: 200 while work flows, else 503 with what is stalled, the
 * load of the service and the version of the process; a service that is stalled stays ready. `/metrics`: those of the
 * process, in Prometheus' text format.
 */
export function healthRouter(checks: Checks): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'live' });
  });
  router.get('/health/ready', async (request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const),
    );
    const draining = request.app.enabled(DRAINING);
    const ready = !draining && results.every(([, passed]) => passed);
    response
      .set('Cache-Control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ status: draining ? 'draining' : ready ? 'ready' : 'unready', checks: Object.fromEntries(results) });
  });
  router.get('/health/flow', async (request, response) => {
    const flows = await flowStates(flowsSetting.parse(request.app.get(FLOWS)));
    const isStalled = Object.values(flows).some(({ stalled }) => stalled);
    response
      .set('Cache-Control', 'no-store')
      .status(isStalled ? 503 : 200)
      .json({
        status: isStalled ? 'stalled' : 'flowing',
        flows,
        load: loadOf(serviceName(request.app)).read(),
        ...build,
      });
  });
  router.get('/metrics', async (request, response) => {
    await recordFlows(flowsSetting.parse(request.app.get(FLOWS)));
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  });
  return router;
}

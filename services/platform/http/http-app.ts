import express, { type Express, type RequestHandler, type Router } from 'express';
import { z } from 'zod';
import { notFoundHandler } from '../../../contracts/codegen/runtime/problem-handler.ts';
import { newId } from '../ids.ts';
import { loadOf } from '../observability/load.ts';
import type { Log } from '../observability/log.ts';
import { requests } from '../observability/metrics.ts';
import { inTrace, startTrace } from '../observability/trace.ts';
import { attachContext } from './context.ts';
import { type Checks, healthRouter, serviceName } from './health.ts';
import { problemHandler } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

/** For responses that are data, never a page: OWASP's REST security cheat sheet. */
const dataHeaders = securityHeaders({
  referrer: 'no-referrer',
  isolated: false,
  policy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
});

/**
 * The Express setting with the operations for the failed work of the service (failed-work/router.ts), if it has any.
 */
export const FAILED_WORK = 'failed work';

const failedWorkSetting = z.custom<RequestHandler>(value => typeof value === 'function').optional();

const failedWork: RequestHandler = (request, response, next) => {
  const handler = failedWorkSetting.parse(request.app.get(FAILED_WORK));
  if (handler) handler(request, response, next);
  else next();
};

function startRequest(log: Log): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const load = loadOf(serviceName(request.app));
    const received = request.get('x-request-id');
    const requestId = received !== undefined && /^[\w-]{8,64}$/.test(received) ? received : newId();
    response.set('X-Request-Id', requestId);
    attachContext(request, { requestId, log });
    const trace = startTrace(request.get('traceparent'), requestId);
    const { path } = request;
    response.once('close', () => {
      const isProbe = path.startsWith('/health/') || path === '/metrics';
      const level = isProbe ? 'debug' : 'info';
      requests.inc({ method: request.method, status: response.statusCode });
      // A stream lasts as long as its reader listens.
      const isStream = response.get('content-type')?.startsWith('text/event-stream') ?? false;
      if (!isProbe && !isStream) load.request(performance.now() - started, response.statusCode);
      inTrace(trace, () =>
        log[level](
          {
            method: request.method,
            path,
            status: response.statusCode,
            ms: Math.round((performance.now() - started) * 10) / 10,
            ...(response.writableFinished ? {} : { aborted: true }),
          },
          'request',
        ),
      );
    });
    inTrace(trace, next);
  };
}

/**
 * An Express app around generated routers: request id (`x-request-id`), trace context, access log, security headers,
 * `/health/live`, `/health/ready` (every check must pass), `/health/flow`, `/metrics`, the operations on failed work
 * (the router that the service sets), 404, and problems (RFC 9457) for thrown errors. The generated routers respond
 * with 405.
 */
export function createHttpApp(options: { log: Log; routers: readonly Router[]; checks: Checks }): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(dataHeaders);
  app.use(startRequest(options.log));
  app.use(healthRouter(options.checks));
  app.use(failedWork);
  for (const router of options.routers) app.use(router);
  app.use(notFoundHandler);
  app.use(problemHandler(options.log));
  return app;
}

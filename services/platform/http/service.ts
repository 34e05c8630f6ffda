import { createServer, type Server } from 'node:http';
import type { Express, RequestHandler } from 'express';
import { pauseFor } from '../backoff.ts';
import type { Flow } from '../observability/flow.ts';
import type { Log } from '../observability/log.ts';
import { usageReporter } from '../observability/usage-reporter.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import { DRAINING, FLOWS } from './health.ts';
import { FAILED_WORK } from './http-app.ts';
import { listen } from './listen.ts';

export interface ServiceOptions {
  name: string;
  port: number;
  log: Log;
  app: Express;
  /** Consumers, relays and periodic workers, in start order. */
  workers?: readonly Worker[];
  /** What `/health/flow` measures besides the flows of the workers. */
  flows?: readonly Flow[];
  /** The operations for its failed work (failed-work/router.ts). */
  failedWork?: RequestHandler;
  /** Closes databases and the other resources of requests and workers; called last. */
  close(): Promise<void>;
  /** How long workers, and then requests in progress, may take to finish, ms; default 10,000. */
  graceMs?: number;
}

export interface RunningService {
  /** Its address: `http://127.0.0.1:4006`. */
  readonly url: string;
  /**
   * Shuts down in order: readiness off, workers, listener, requests in progress, `close`. Idempotent.
   */
  stop(): Promise<void>;
}

/** Stops a worker, and waits at most `graceMs` for its work in progress, which would survive a kill as well. */
async function stopWorker(worker: Worker, graceMs: number, log: Log): Promise<void> {
  const finished = new AbortController();
  const timeout = pauseFor(graceMs, finished.signal).then(() => {
    if (!finished.signal.aborted) log.warn({ worker: worker.name }, 'a worker is still running');
  });
  const stopped = worker.stop().catch(error => log.error({ error, worker: worker.name }, 'a worker did not stop'));
  await Promise.race([stopped, timeout]);
  finished.abort();
}

/**
 * Accepts no new connections, waits up to `graceMs` for requests in progress, then closes the remaining connections.
 */
async function drain(server: Server, graceMs: number, log: Log): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const abort = setTimeout(() => {
    log.warn('requests were aborted');
    server.closeAllConnections();
  }, graceMs);
  await promise;
  clearTimeout(abort);
}

/** Starts the listener and then the workers, without process handlers: for tests. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { app, log, workers = [], graceMs = 10_000 } = options;
  app.enable(DRAINING);
  app.set(FLOWS, [...workers.flatMap(worker => worker.flows ?? []), ...(options.flows ?? [])]);
  if (options.failedWork) app.set(FAILED_WORK, options.failedWork);
  const server = createServer(app);
  // Longer than the idle timeout of the gateway's connections, so that this side never closes one during a request.
  server.keepAliveTimeout = 65_000;
  const url = await listen(server, options.port);
  for (const worker of workers) await worker.start();
  app.disable(DRAINING);
  log.info({ url, workers: workers.map(worker => worker.name) }, 'started');

  let stopped: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    app.enable(DRAINING);
    // Keep-alive connections end with their next response.
    server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
    await Promise.all(workers.map(worker => stopWorker(worker, graceMs, log)));
    await drain(server, graceMs, log);
    await options.close();
    log.info('stopped');
  }
  return {
    url,
    stop() {
      stopped ??= shutDown();
      return stopped;
    },
  };
}

/**
 * Runs a service until SIGTERM or SIGINT, then shuts down in order and exits with 0; a second signal ends the process
 * at once. An unhandled rejection or exception is logged and exits with 1: the state is unknown, and every guarantee of
 * the platform survives a kill.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const { log } = options;
  const fatal = (error: unknown) => {
    log.fatal({ error }, 'unhandled');
    process.exit(1);
  };
  process.on('unhandledRejection', fatal);
  process.on('uncaughtException', fatal);
  const workers = [...(options.workers ?? []), ...usageReporter(options.name, log)];
  const service = await startService({ ...options, workers });
  let signals = 0;
  const stop = (signal: NodeJS.Signals) => {
    signals += 1;
    if (signals > 1) process.exit(130);
    log.info({ signal }, 'stopping');
    service.stop().then(() => process.exit(0), fatal);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

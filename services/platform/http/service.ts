import { createServer, type Server } from 'node:http';
import type { Express, RequestHandler } from 'express';
import { pauseFor } from '../backoff.ts';
import type { Flow } from '../observability/flow.ts';
import type { Log } from '../observability/log.ts';
import { usageReporter } from '../observability/usage-reporter.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import { DRAINING, FLOWS, SERVICE_NAME } from './health.ts';
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

/**
 * A service as a program: what it is made of in an environment. It runs in a process of its own (runService), or beside
 * others in one (deploy/small). Exits with 78 where the environment is invalid (config.ts).
 */
export type ServiceProgram = (environment: NodeJS.ProcessEnv) => ServiceOptions | Promise<ServiceOptions>;

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

/** Starts the listener and then the workers, without process handlers. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { app, log, workers = [], graceMs = 10_000 } = options;
  app.enable(DRAINING);
  app.set(SERVICE_NAME, options.name);
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
 * Logs an unhandled rejection or exception and exits with 1: the state is unknown, and every guarantee of the platform
 * survives a kill.
 */
export function exitOnUnhandledErrors(log: Log): void {
  const fatal = (error: unknown) => {
    log.fatal({ error }, 'unhandled');
    process.exit(1);
  };
  process.on('unhandledRejection', fatal);
  process.on('uncaughtException', fatal);
}

/** At SIGTERM or SIGINT shuts down by `stop` and exits with 0; a second signal ends the process at once. */
export function exitOnSignals(log: Log, stop: () => Promise<void>): void {
  let signals = 0;
  const shutDown = (signal: NodeJS.Signals) => {
    signals += 1;
    if (signals > 1) process.exit(130);
    log.info({ signal }, 'stopping');
    void stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', shutDown);
  process.on('SIGINT', shutDown);
}

/** Runs a service in this process, until it is signalled (exitOnSignals) or fails (exitOnUnhandledErrors). */
export async function runService(program: ServiceProgram): Promise<void> {
  const options = await program(process.env);
  const { name, log } = options;
  exitOnUnhandledErrors(log);
  const workers = [...(options.workers ?? []), ...usageReporter(name, process.env, log)];
  const service = await startService({ ...options, workers });
  exitOnSignals(log, service.stop);
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Log } from '../observability/log.ts';
import { pauseFor, type Worker } from '../workers.ts';
import { DRAINING } from './health.ts';

export interface ServiceOptions {
  name: string;
  port: number;
  log: Log;
  app: Express;
  /** Consumers, relays and periodic workers, in the order in which to start them. */
  workers?: readonly Worker[];
  /** Closes databases and whatever else the requests and workers used; called last. */
  close(): Promise<void>;
  /** How long workers and requests under way may each take to end, ms; 10,000 unless told. */
  graceMs?: number;
}

export interface RunningService {
  /** Where it listens: `http://127.0.0.1:4006`. */
  readonly url: string;
  /**
   * Shuts down in order: readiness off, workers, listener, requests under way, `close`. Calling it again changes
   * nothing.
   */
  stop(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, () => resolve());
  await promise;
  server.off('error', reject);
  const address = server.address() as AddressInfo;
  return `http://127.0.0.1:${address.port}`;
}

/** Stops a worker, but waits no longer than `graceMs` for what it is doing: it would survive a kill as well. */
async function stopWorker(worker: Worker, graceMs: number, log: Log): Promise<void> {
  const finished = new AbortController();
  const timeout = pauseFor(graceMs, finished.signal).then(() => {
    if (!finished.signal.aborted) log.warn({ worker: worker.name }, 'a worker is still at work');
  });
  const stopped = worker.stop().catch(error => log.error({ error, worker: worker.name }, 'a worker did not stop'));
  await Promise.race([stopped, timeout]);
  finished.abort();
}

/** Takes no new connections, lets requests under way end for `graceMs`, then cuts what is left. */
async function drain(server: Server, graceMs: number, log: Log): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    log.warn('requests were cut off');
    server.closeAllConnections();
  }, graceMs);
  await promise;
  clearTimeout(cut);
}

/** Starts listening and then the workers, without touching the process: what tests use. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { app, log, workers = [], graceMs = 10_000 } = options;
  app.enable(DRAINING);
  const server = createServer(app);
  // Longer than the idle time of the gateway's connections, so that it is never this side that closes one under a
  // request.
  server.keepAliveTimeout = 65_000;
  const url = await listen(server, options.port);
  for (const worker of workers) await worker.start();
  app.disable(DRAINING);
  log.info({ url, workers: workers.map(worker => worker.name) }, 'started');

  let stopped: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    app.enable(DRAINING);
    // Connections that are kept alive end with their next answer.
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
 * at once. An unhandled rejection or exception is logged and exits with 1: the state is unknown, and every promise of
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
  const service = await startService(options);
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

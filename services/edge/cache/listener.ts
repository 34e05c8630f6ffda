import { createServer, type RequestListener, type Server } from 'node:http';
import { pauseFor } from '../../platform/backoff.ts';
import { listen } from '../../platform/http/listen.ts';
import type { Log } from '../../platform/observability/log.ts';
import type { Worker } from '../../platform/workers/periodic-worker.ts';

/** A port of the edge that opens and closes with the service. */
export interface RunningListener extends Worker {
  /** Where it listens; empty until it is started. */
  readonly url: string;
}

/**
 * Listens on a port of its own. `stop` waits up to `graceMs` for responses in flight, then closes their connections.
 */
export function createListenerServer(options: {
  name: string;
  port: number;
  handler: RequestListener;
  log: Log;
  graceMs?: number;
}): RunningListener {
  // Node's parser is strict by default: it rejects both Content-Length and Transfer-Encoding, a bare CR, and a space
  // before a colon (RFC 9112, sections 6.3 and 2.2).
  const server: Server = createServer(
    { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 300_000 },
    options.handler,
  );
  let url = '';
  return {
    name: `listener ${options.name}`,
    get url() {
      return url;
    },
    async start() {
      url = await listen(server, options.port);
      options.log.info({ listener: options.name, url }, 'listening');
    },
    async stop() {
      const closed = Promise.withResolvers<void>();
      server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
      server.close(() => closed.resolve());
      // A keep-alive connection becomes idle when its last response ends; Node emits no event for that.
      const idle = setInterval(() => server.closeIdleConnections(), 100);
      server.closeIdleConnections();
      const waited = new AbortController();
      void pauseFor(options.graceMs ?? 8_000, waited.signal).then(() => server.closeAllConnections());
      await closed.promise;
      clearInterval(idle);
      waited.abort();
    },
  };
}

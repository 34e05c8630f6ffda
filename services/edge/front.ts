import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pauseFor } from '../platform/backoff.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Worker } from '../platform/workers.ts';

/** A listener of the edge that starts and stops with the service. */
export interface RunningFront extends Worker {
  /** Where it listens, once started. */
  readonly url: string;
}

/** Listens on a port of its own. Stopping lets answers under way end for `graceMs`, then cuts them off. */
export function createFront(options: {
  name: string;
  port: number;
  listener: RequestListener;
  log: Log;
  graceMs?: number;
}): RunningFront {
  // Node's parser is strict as it is: both lengths at once, a bare CR or a space before a colon are refused (RFC 9112,
  // section 6.3 and 2.2).
  const server: Server = createServer(
    { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 300_000 },
    options.listener,
  );
  let url = '';
  return {
    name: `front ${options.name}`,
    get url() {
      return url;
    },
    async start() {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once('error', reject);
      server.listen(options.port, () => resolve());
      await promise;
      server.off('error', reject);
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      options.log.info({ front: options.name, url }, 'listening');
    },
    async stop() {
      const closed = Promise.withResolvers<void>();
      server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
      server.close(() => closed.resolve());
      // A connection that is kept alive becomes idle when its last answer ends, which nobody tells of.
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

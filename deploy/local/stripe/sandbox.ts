import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { Clock } from './clock.ts';
import { EventLog } from './events.ts';
import { FaultSettings } from './faults.ts';
import { Api } from './http/api.ts';
import { createSandboxServer } from './http/server.ts';
import { Ledger } from './ledger.ts';
import { Pages } from './page/pages.ts';
import { Store } from './store.ts';
import { runDue } from './timers.ts';
import { WebhookSender } from './webhooks.ts';

export interface SandboxOptions {
  /** Where the state is kept; in memory when absent. */
  stateFolder: string | undefined;
  /** The sandbox as browsers reach it, without a slash at the end. */
  publicUrl: string;
  webhookUrls: readonly string[];
  /** The types of events that go there; all when there are none. */
  webhookEvents: readonly string[];
  webhookSecret: string;
  /** The name on the payment page when the session brings none. */
  merchant: string;
  log: Logger;
}

export interface Sandbox {
  server: Server;
  /** Stops timers and deliveries, then closes the state. */
  close(): Promise<void>;
}

const TICK_MS = 250;

/** Puts the sandbox together and starts its timers; the caller listens. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { log, publicUrl } = options;
  const store = new Store(options.stateFolder, log);
  const clock = new Clock(store);
  const faults = new FaultSettings(store);
  const events = new EventLog(
    store.database,
    { endpoints: options.webhookUrls, chosen: options.webhookEvents },
    faults,
  );
  const ledger = new Ledger({ store, clock, publicUrl, events });
  const webhooks = new WebhookSender({ store, secret: options.webhookSecret, faults, log });
  const changed = () => {
    runDue(ledger);
    webhooks.poke();
  };
  const server = createSandboxServer({
    api: new Api(ledger, events, faults),
    pages: new Pages({ ledger, webhooks, merchant: options.merchant }),
    ledger,
    events,
    faults,
    clock,
    log,
    changed,
  });
  const ticker = setInterval(() => {
    if (runDue(ledger)) webhooks.poke();
  }, TICK_MS);
  webhooks.poke();
  return {
    server,
    async close() {
      clearInterval(ticker);
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
      await webhooks.close();
      store.close();
    },
  };
}

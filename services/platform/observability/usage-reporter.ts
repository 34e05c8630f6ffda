import type { Usage, UsageCount } from '../../../contracts/codegen/runtime/usage-counter.ts';
import { httpUrl, readConfig } from '../config.ts';
import { outgoingFetch } from '../http/outgoing.ts';
import { newId } from '../ids.ts';
import { privateKeySetting } from '../service-keys.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import type { Log } from './log.ts';
import { usage } from './usage.ts';

const PERIOD_MS = 60_000;

interface Batch {
  /** The registry counts a batch once, also when it is sent again. */
  id: string;
  day: string;
  items: UsageCount[];
}

export interface UsageReporterOptions {
  usage: Usage;
  registryUrl: string;
  fetch(request: Request): Promise<Response>;
  log: Log;
  periodMs?: number;
}

/**
 * Reports what was counted to the registry (`recordUsage` of its contract), once a minute and when the service stops. A
 * batch that it did not accept is sent again with the next one, at most one; counting continues in the meantime.
 */
export function createUsageReporter(options: UsageReporterOptions): Worker {
  const { log, registryUrl } = options;
  let timer: NodeJS.Timeout | undefined;
  let pending: Batch | undefined;
  let sending: Promise<void> = Promise.resolve();

  async function report(): Promise<void> {
    if (!pending) {
      const items = options.usage.take();
      if (items.length === 0) return;
      pending = { id: newId(), day: new Date().toISOString().slice(0, 10), items };
    }
    const { id, ...body } = pending;
    try {
      const response = await options.fetch(
        new Request(`${registryUrl}/internal/usage/${id}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
      // What the registry refuses, it refuses again.
      if (!response.ok) log.warn({ status: response.status }, 'the registry refused the usage report');
      pending = undefined;
    } catch (error) {
      log.debug({ error }, 'usage could not be reported to the registry');
    }
  }

  return {
    name: 'usage reporter',
    async start() {
      timer = setInterval(() => {
        sending = sending.then(report);
      }, options.periodMs ?? PERIOD_MS);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await sending;
      await report();
    },
  };
}

/**
 * The reporter of a service, where use is measured (`USAGE_SAMPLE`); a program without a key of its own, such as the
 * server of the console, has none. Exits as `readConfig` does.
 */
export function usageReporter(name: string, environment: NodeJS.ProcessEnv, log: Log): Worker[] {
  if (!usage) return [];
  const { SERVICE_PRIVATE_KEY: key } = readConfig({ SERVICE_PRIVATE_KEY: privateKeySetting.optional() }, environment);
  if (!key) return [];
  const { REGISTRY_URL: registryUrl } = readConfig({ REGISTRY_URL: httpUrl() }, environment);
  const fetch = outgoingFetch({ caller: name, target: 'Registry', key, timeoutMs: 5_000 });
  return [createUsageReporter({ usage, registryUrl, fetch, log })];
}

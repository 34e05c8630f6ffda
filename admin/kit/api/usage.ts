import { createUsage } from '../../../contracts/codegen/runtime/usage-counter.ts';
import { createRegistryClient } from '../../../generated/registry/client.ts';
import { FieldReads } from './field-reads.ts';
import { queryClient } from './query-client.ts';
import { currentSession } from './session.ts';
import { readSettings } from './settings.ts';
import { createUsageReport } from './usage-report.ts';

const PERIOD_MS = 60_000;

const usage = createUsage(1);
let share = 0;

/** Watches which fields of the sampled answers the screens read; the gateway counts the requests. */
export const fieldReads = new FieldReads((service, operation) =>
  Math.random() < share
    ? () => usage.sample({ kind: 'openapi', name: service, operation, consumer: 'admin' })
    : undefined,
);

/**
 * Measures which fields this page reads, where the console's server says so (`CONSOLE_USAGE_SAMPLE`), and reports them
 * once a minute and when the page is left. A report that does not arrive is lost: it is a sample.
 */
export async function measureFieldReads(): Promise<void> {
  const { usageSample, version } = await readSettings();
  if (usageSample === 0) return;
  share = usageSample;
  const { queries, ...options } = queryClient.getDefaultOptions();
  queryClient.setDefaultOptions({ ...options, queries: { ...queries, structuralSharing: fieldReads.share } });
  // not the client of the screens: nobody is asked to sign in for a report
  const registry = createRegistryClient({ baseUrl: '/api' });
  const report = createUsageReport({
    version,
    take() {
      fieldReads.settle();
      return usage.take();
    },
    send: (batchId, body) =>
      registry.recordConsoleUsage({ path: { batchId }, body }, { fetchOptions: { keepalive: true } }),
    isSignedIn: () => currentSession() !== undefined,
  });
  setInterval(() => void report(), PERIOD_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void report();
  });
}

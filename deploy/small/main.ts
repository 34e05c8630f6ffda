import { admin } from '../../admin/main.ts';
import { audit } from '../../services/audit/main.ts';
import { cart } from '../../services/cart/main.ts';
import { catalog } from '../../services/catalog/main.ts';
import { checkout } from '../../services/checkout/main.ts';
import { edge } from '../../services/edge/main.ts';
import { gateway } from '../../services/gateway/main.ts';
import { identity } from '../../services/identity/main.ts';
import { inventory } from '../../services/inventory/main.ts';
import { notifications } from '../../services/notifications/main.ts';
import { orders } from '../../services/orders/main.ts';
import { payments } from '../../services/payments/main.ts';
import {
  exitOnSignals,
  exitOnUnhandledErrors,
  type RunningService,
  type ServiceProgram,
  startService,
} from '../../services/platform/http/service.ts';
import { createLog } from '../../services/platform/observability/log.ts';
import { usageReporter } from '../../services/platform/observability/usage-reporter.ts';
import { registry } from '../../services/registry/main.ts';
import { search } from '../../services/search/main.ts';
import { shipping } from '../../services/shipping/main.ts';
import { environmentOf } from './environment.ts';

const programs: Readonly<Record<string, ServiceProgram>> = {
  identity,
  inventory,
  catalog,
  search,
  cart,
  orders,
  payments,
  checkout,
  shipping,
  notifications,
  registry,
  audit,
  gateway,
  edge,
  admin,
};

/**
 * Runs services and the server of the console in this process, each on its own port, until it is signalled or fails, as
 * one service does (service.ts). environment.ts says which variables are whose.
 * @param names of those to run; all by default. A shop outgrows one process by running some apart
 */
export async function runTogether(
  environment: NodeJS.ProcessEnv,
  names: readonly string[] = Object.keys(programs),
): Promise<void> {
  const log = createLog('small');
  exitOnUnhandledErrors(log);
  const start = async (name: string): Promise<RunningService> => {
    const program = programs[name];
    if (!program) throw new Error(`There is no service "${name}": there are ${Object.keys(programs).join(', ')}`);
    return startService(await program(environmentOf(name, environment)));
  };
  const running = await Promise.all(names.map(start));
  const reporters = usageReporter('gateway', environmentOf('gateway', environment), log);
  for (const reporter of reporters) await reporter.start();
  exitOnSignals(log, async () => {
    await Promise.all(reporters.map(reporter => reporter.stop()));
    await Promise.all(running.map(service => service.stop()));
  });
}

if (import.meta.main) {
  const names = process.argv.slice(2);
  await runTogether(process.env, names.length > 0 ? names : undefined);
}

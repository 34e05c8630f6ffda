import { setTimeout as sleep } from 'node:timers/promises';
import { startOrderSystem } from './order-system.ts';
import { cpuByName } from './processes.ts';

/**
 * What the services of an order do while nobody buys: SQL statements a second, and the share of a core that each
 * process takes. Starts them on the servers that the environment names; `SECONDS` says for how long they are watched.
 */
const seconds = Number(process.env.SECONDS ?? 60);
/** Consumers join their groups and prepare what they need. */
const SETTLE_MS = 15_000;

const system = await startOrderSystem({ counted: true, mode: 'production' });
const pids = new Map<string, number>(Object.entries(system.pids));
const statements = () => new Map([...system.proxies].map(([service, proxy]) => [service, proxy.count().statements]));
const row = (name: string, counted: number | undefined, cores: number) =>
  process.stdout.write(
    `| ${name} | ${counted === undefined ? '' : (counted / seconds).toFixed(2)} | ${cores.toFixed(4)} |\n`,
  );
try {
  await sleep(SETTLE_MS);
  const before = statements();
  const cpuBefore = await cpuByName(pids);
  await sleep(seconds * 1_000);
  const after = statements();
  const cpuAfter = await cpuByName(pids);
  process.stdout.write('| process | statements a second | cores |\n|---|---|---|\n');
  let sum = 0;
  let cores = 0;
  for (const name of pids.keys()) {
    const [, end] = [...after].find(([service]) => service === name) ?? [];
    const [, begin = 0] = [...before].find(([service]) => service === name) ?? [];
    const counted = end === undefined ? undefined : end - begin;
    const own = ((cpuAfter.get(name) ?? 0) - (cpuBefore.get(name) ?? 0)) / seconds;
    row(name, counted, own);
    sum += counted ?? 0;
    cores += own;
  }
  row('all', sum, cores);
} finally {
  await system.close();
}

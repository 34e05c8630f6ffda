import { loadavg } from 'node:os';
import { quantile } from './measure.ts';
import { buyInBurst } from './order-burst.ts';
import { directClients } from './order-client.ts';
import { startOrderSystem } from './order-system.ts';

/**
 * Checkouts a second, their latency, what waits when the load ends and five seconds later, and the CPU of every process
 * an order, idle subtracted. Starts the services of an order on the servers that the environment names. `BUYERS` and
 * `SECONDS` bound it, `PROVIDER_MS` is the latency of the payment provider, `MODE` is NODE_ENV; `--together` runs all
 * services in one process, `--profile` keeps CPU profiles of the services.
 */
const buyers = Number(process.env.BUYERS ?? 16);
const seconds = Number(process.env.SECONDS ?? 15);
const providerMs = Number(process.env.PROVIDER_MS ?? 2);
const mode = process.env.MODE === 'production' ? 'production' : 'development';
const isProfiled = process.argv.includes('--profile');
const together = process.argv.includes('--together');
const services = [
  'gateway',
  'cart',
  'catalog',
  'checkout',
  'payments',
  'orders',
  'inventory',
  'shipping',
  'notifications',
  'services',
];

const say = (text: string) => process.stdout.write(`${text}\n`);
const waits = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

const system = await startOrderSystem({ providerMs, mode, profiled: isProfiled ? services : [], together });
const direct = directClients(system);
try {
  const loadBefore = loadavg()[0];
  const { times, elapsed, whole, left, after5, cpu, idle } = await buyInBurst(system, direct, { buyers, seconds });
  say(`${buyers} buyers, provider ${providerMs} ms, ${mode}, load ${loadBefore?.toFixed(1)} before`);
  say(`${times.length} orders in ${elapsed.toFixed(1)} s: ${(times.length / elapsed).toFixed(1)} checkouts/s`);
  say(`p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms`);
  say(`waiting at the end: ${waits(left)}`);
  say(`waiting 5 s later: ${waits(after5)}`);
  say(`all delivered after ${whole.toFixed(1)} s: ${(times.length / whole).toFixed(1)} orders/s\n`);
  say('| process | CPU ms an order | idle, % of a core |\n|---|---|---|');
  let sum = 0;
  for (const [name, each] of cpu) {
    sum += each;
    say(`| ${name} | ${each.toFixed(1)} | ${((idle.get(name) ?? 0) * 100).toFixed(1)} |`);
  }
  say(`| all | ${sum.toFixed(1)} | |`);
  if (isProfiled) say(`\nCPU profiles: ${system.folder}`);
} finally {
  await direct.close();
  await system.close();
}

import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from './measure.ts';
import { buyCart, createProducts, directClients, fillCart, outstanding, untilDone } from './order-client.ts';
import { startOrderSystem } from './order-system.ts';
import { cpuByName, listenerOf } from './processes.ts';

/**
 * Checkouts a second, their latency, what waits when the load ends and five seconds later, and the CPU of every process
 * an order, idle subtracted. Starts the services of an order on the servers that the environment names. `BUYERS` and
 * `SECONDS` bound it, `PROVIDER_MS` is the latency of the payment provider, `MODE` is NODE_ENV; `--profile` keeps CPU
 * profiles of the services.
 */
const buyers = Number(process.env.BUYERS ?? 16);
const seconds = Number(process.env.SECONDS ?? 15);
const providerMs = Number(process.env.PROVIDER_MS ?? 2);
const mode = process.env.MODE === 'production' ? 'production' : 'development';
const isProfiled = process.argv.includes('--profile');
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
];

const say = (text: string) => process.stdout.write(`${text}\n`);
const waits = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

const system = await startOrderSystem({ providerMs, mode, profiled: isProfiled ? services : [] });
const direct = directClients(system);
try {
  const pids = new Map<string, number>(Object.entries(system.pids));
  for (const [name, address] of Object.entries({
    postgres: process.env.DATABASE_URL,
    mongodb: process.env.MONGODB_URL,
    redis: process.env.REDIS_URL,
    kafka: `kafka://${process.env.KAFKA_BROKERS}`,
  })) {
    const pid = address === undefined ? undefined : await listenerOf(Number(new URL(address).port));
    if (pid !== undefined) pids.set(name, pid);
  }
  const skus = await createProducts(system, 8);
  const carts = async (count: number) => {
    const ids: string[] = [];
    for (let at = 0; at < count; at += 1)
      ids.push(
        await fillCart(
          system,
          [0, 3].map(more => ({ sku: skus[(at + more) % 8] ?? '', quantity: 1 })),
        ),
      );
    return ids;
  };
  for (const cart of await carts(3)) await buyCart(system, cart);
  await untilDone(direct);

  const idleBefore = await cpuByName(pids);
  await sleep(5_000);
  const idleAfter = await cpuByName(pids);

  const filled = await carts(Math.max(buyers * 8, seconds * 120));
  const loadBefore = loadavg()[0];
  const times: number[] = [];
  const cpuBefore = await cpuByName(pids);
  const began = performance.now();
  const buyer = async () => {
    while (performance.now() - began < seconds * 1_000) {
      const cart = filled.pop();
      if (cart === undefined) return;
      times.push((await buyCart(system, cart)).ms);
    }
  };
  await Promise.all(Array.from({ length: buyers }, buyer));
  const elapsed = (performance.now() - began) / 1_000;
  const left = await outstanding(direct);
  await sleep(5_000);
  const after5 = await outstanding(direct);
  await untilDone(direct, 300_000);
  const whole = (performance.now() - began) / 1_000;
  const cpuAfter = await cpuByName(pids);

  times.sort((one, other) => one - other);
  say(`${buyers} buyers, provider ${providerMs} ms, ${mode}, load ${loadBefore?.toFixed(1)} before`);
  say(`${times.length} orders in ${elapsed.toFixed(1)} s: ${(times.length / elapsed).toFixed(1)} checkouts/s`);
  say(`p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms`);
  say(`waiting at the end: ${waits(left)}`);
  say(`waiting 5 s later: ${waits(after5)}`);
  say(`all delivered after ${whole.toFixed(1)} s: ${(times.length / whole).toFixed(1)} orders/s\n`);
  say('| process | CPU ms an order | idle, % of a core |\n|---|---|---|');
  let sum = 0;
  for (const name of pids.keys()) {
    const idle = ((idleAfter.get(name) ?? 0) - (idleBefore.get(name) ?? 0)) / 5;
    const busy = (cpuAfter.get(name) ?? 0) - (cpuBefore.get(name) ?? 0);
    const each = ((busy - idle * whole) / times.length) * 1_000;
    sum += each;
    say(`| ${name} | ${each.toFixed(1)} | ${(idle * 100).toFixed(1)} |`);
  }
  say(`| all | ${sum.toFixed(1)} | |`);
  if (isProfiled) say(`\nCPU profiles: ${system.folder}`);
} finally {
  await direct.close();
  await system.close();
}

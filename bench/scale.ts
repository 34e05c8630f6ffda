import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type Query, quantile, read } from './measure.ts';
import { buyInBurst, pidsOf } from './order-burst.ts';
import { buyCart, createProducts, directClients, fillCart, untilDone } from './order-client.ts';
import { type OrderSystem, startOrderSystem } from './order-system.ts';
import { cpuByName } from './processes.ts';
import { ratioTable, writeResults } from './results.ts';
import { fillOrders } from './scale/fill-orders.ts';

/**
 * What a shop of `ORDERS` orders (200,000) and `CUSTOMERS` customers (100,000) costs beside an empty one: start, idle,
 * an order, the lists and statistics of the console, sweeps. Starts the services of an order twice on the servers that
 * the environment names, and fills their databases in between (scale/fill-orders.ts). `BUYERS` and `SECONDS` bound the
 * load; `--write` puts the table into RESULTS.md.
 */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const orders = Number(process.env.ORDERS ?? 200_000);
const customers = Number(process.env.CUSTOMERS ?? 100_000);
const buyers = Number(process.env.BUYERS ?? 16);
const seconds = Number(process.env.SECONDS ?? 15);
const ROUNDS = 30;
const IDLE_SECONDS = 20;
/** In which orders are delivered, without a look at them, ms. */
const SETTLE_MS = 8_000;

const say = (text: string) => process.stdout.write(`${text}\n`);
const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString();

type Service = 'orders' | 'payments' | 'shipping' | 'notifications' | 'inventory';
const month = { from: day(30), to: day(0), timeZone: 'Europe/Berlin' };
const requests: readonly (readonly [name: string, service: Service, path: string, query?: Query])[] = [
  ['orders, first page', 'orders', '/admin/orders'],
  ['orders, delivered', 'orders', '/admin/orders', { statuses: 'delivered' }],
  ['orders, refunded', 'orders', '/admin/orders', { statuses: 'refunded' }],
  ['orders, by total', 'orders', '/admin/orders', { sort: '-totals.total' }],
  ['orders, a number', 'orders', '/admin/orders', { q: 'C-10777' }],
  ['orders, an address', 'orders', '/admin/orders', { q: 'shopper777@example.org' }],
  ['orders, words', 'orders', '/admin/orders', { q: 'usual london' }],
  ['customers, first page', 'orders', '/admin/customers'],
  ['customers, a name', 'orders', '/admin/customers', { q: 'shopper 77' }],
  ['statistics, 30 days', 'orders', '/admin/order-statistics', month],
  ['sales report, 30 days, products', 'orders', '/admin/sales-report', { ...month, by: 'product' }],
  ['sales report, 90 days, countries', 'orders', '/admin/sales-report', { ...month, from: day(90), by: 'country' }],
  ['payments, first page', 'payments', '/admin/payments'],
  ['payments, refunded', 'payments', '/admin/payments', { status: 'refunded' }],
  ['shipments, first page', 'shipping', '/admin/shipments'],
  ['shipments, ready: none', 'shipping', '/admin/shipments', { status: 'ready' }],
  ['messages, first page', 'notifications', '/admin/messages'],
  ['messages, of a recipient', 'notifications', '/admin/messages', { recipient: 'shopper777@example.org' }],
  ['reservations, first page', 'inventory', '/admin/inventory/reservations'],
  ['ledger of a sku', 'inventory', '/admin/inventory/ledger', { sku: 'SKU-777' }],
];

/** p50 of each request of the console, ms. */
async function readConsole(system: OrderSystem): Promise<Map<string, number>> {
  const headers = await system.staff();
  const found = new Map<string, number>();
  for (const [name, service, path, query = {}] of requests) {
    const times: number[] = [];
    for (let round = -3; round < ROUNDS; round += 1) {
      const began = performance.now();
      await read({ url: system.urls[service], headers }, path, query);
      if (round >= 0) times.push(performance.now() - began);
    }
    found.set(
      name,
      quantile(
        times.sort((one, other) => one - other),
        0.5,
      ),
    );
  }
  return found;
}

/** Blocks of PostgreSQL that the databases read or found in memory since their statistics began. */
async function blocks(system: OrderSystem): Promise<number> {
  let sum = 0;
  for (const url of Object.values(system.databases)) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ blocks: string }>(
      'SELECT blks_read + blks_hit AS blocks FROM pg_stat_database WHERE datname = current_database()',
    );
    sum += Number(rows[0]?.blocks ?? 0);
    await client.end();
  }
  return sum;
}

async function measureSystem(count: number): Promise<Map<string, number>> {
  const result = new Map<string, number>();
  const system = await startOrderSystem({
    mode: 'production',
    async prepare(databases) {
      if (count === 0) return;
      const took = await fillOrders(databases, count, customers);
      say(`filled in ${[...took].map(([name, s]) => `${name} ${s.toFixed(0)} s`).join(', ')}`);
    },
  });
  const direct = directClients(system);
  try {
    const pids = await pidsOf(system);
    const own = new Map(Object.entries(system.pids));
    const startCpu = await cpuByName(own);
    result.set('start: the slowest service, s', Math.max(...Object.values(system.startSeconds)));
    result.set(
      'start: CPU of all services, s',
      [...startCpu.values()].reduce((sum, one) => sum + one, 0),
    );
    const rss = [...own.values()].map(
      pid => /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1],
    );
    result.set(
      'start: memory of all services, MB',
      rss.reduce((sum, kb) => sum + Number(kb ?? 0) / 1_024, 0),
    );

    const skus = await createProducts(system, 2);
    const lines = skus.map(sku => ({ sku, quantity: 1 }));
    for (let at = 0; at < 5; at += 1) await buyCart(system, await fillCart(system, lines));
    await untilDone(direct);
    const cpuBefore = await cpuByName(pids);
    const blocksBefore = await blocks(system);
    await sleep(IDLE_SECONDS * 1_000);
    const idleBlocks = ((await blocks(system)) - blocksBefore) / IDLE_SECONDS;
    const cpuAfter = await cpuByName(pids);
    const idle = (name: string) => (((cpuAfter.get(name) ?? 0) - (cpuBefore.get(name) ?? 0)) / IDLE_SECONDS) * 100;
    result.set(
      'idle: services, % of a core',
      [...own.keys()].reduce((sum, name) => sum + idle(name), 0),
    );
    result.set('idle: PostgreSQL, % of a core', idle('postgres'));
    result.set('idle: blocks of PostgreSQL a second', idleBlocks);

    const alone: number[] = [];
    const ordersBefore = await blocks(system);
    const began = performance.now();
    for (let at = 0; at < 20; at += 1) alone.push((await buyCart(system, await fillCart(system, lines))).ms);
    await sleep(SETTLE_MS);
    const idle20 = (idleBlocks * (performance.now() - began)) / 1_000;
    const orderBlocks = ((await blocks(system)) - ordersBefore - idle20) / alone.length;
    await untilDone(direct);
    result.set(
      'one buyer: checkout p50, ms',
      quantile(
        alone.sort((one, other) => one - other),
        0.5,
      ),
    );
    result.set('one buyer: blocks of PostgreSQL an order', orderBlocks);
    const { times, elapsed, cpu } = await buyInBurst(system, direct, { buyers, seconds });
    result.set(`${buyers} buyers: checkouts/s`, times.length / elapsed);
    result.set(
      `${buyers} buyers: CPU of all, ms an order`,
      [...cpu.values()].reduce((sum, one) => sum + one, 0),
    );
    result.set(`${buyers} buyers: CPU of PostgreSQL, ms an order`, cpu.get('postgres') ?? 0);
    for (const [name, ms] of await readConsole(system)) result.set(`console: ${name}, ms`, ms);
  } finally {
    await direct.close();
    await system.close();
  }
  return result;
}

const empty = await measureSystem(0);
const filled = await measureSystem(orders);
const table = [
  `${customers.toLocaleString('en')} customers, load ${loadavg()[0]?.toFixed(1)} after.`,
  '',
  ...ratioTable(['empty', `${orders.toLocaleString('en')} orders`], empty, filled),
].join('\n');
say(`\n${table}`);
if (values.write) writeResults(join(import.meta.dirname, 'RESULTS.md'), 'scale', table);

import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { Agent } from 'undici';
import { quantile } from './measure.ts';
import { buyCart, createProducts, directClients } from './order-client.ts';
import { startOrderSystem } from './order-system.ts';
import { cpuByName } from './processes.ts';

/**
 * Carts: requests a second and latency of a cart that is begun, changed, read and changed again, through the gateway,
 * with `SHOPPERS` at once for `SECONDS`; then changes of a cart of 200 lines, and its checkout. Starts the services of
 * an order on the servers that the environment names.
 */
const shoppers = Number(process.env.SHOPPERS ?? 8);
const seconds = Number(process.env.SECONDS ?? 10);
const rounds = Number(process.env.ROUNDS ?? 200);
const isProfiled = process.argv.includes('--profile');
const programs = ['gateway', 'cart', 'catalog', 'inventory', 'checkout', 'payments', 'orders', 'stripe'] as const;

const say = (text: string) => process.stdout.write(`${text}\n`);
const at = (times: number[], part: number) =>
  quantile(
    times.sort((one, other) => one - other),
    part,
  ).toFixed(1);

const system = await startOrderSystem({
  only: [...programs, 'shipping'],
  profiled: isProfiled ? ['cart', 'gateway', 'inventory'] : [],
});
const direct = directClients(system);
const agent = new Agent();

async function send(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<{ id: string }> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const text = body === undefined ? null : JSON.stringify(body);
  const response = await agent.request({ origin: system.urls.gateway, path, method, headers, body: text });
  const answer = await response.body.text();
  if (response.statusCode > 201) throw new Error(`${method} ${path} responded ${response.statusCode}: ${answer}`);
  return JSON.parse(answer);
}

/** How long a request takes, ms. */
async function timed<T>(times: number[], request: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const answer = await request();
  times.push(performance.now() - began);
  return answer;
}

try {
  const skus = await createProducts(system, 20);
  const lines = (from: number, count: number, quantity: number) =>
    Array.from({ length: count }, (_, index) => ({ sku: skus[(from + index) % skus.length] ?? '', quantity }));
  const kinds: Record<'begin' | 'change' | 'read', number[]> = { begin: [], change: [], read: [] };
  let turn = 0;
  async function shop(): Promise<void> {
    turn += 1;
    const own = turn;
    const { id } = await timed(kinds.begin, () => send('POST', '/cart', { lines: lines(own, 1, 1) }));
    await timed(kinds.change, () => send('PATCH', `/cart/${id}`, { lines: lines(own + 1, 1, 2) }));
    await timed(kinds.read, () => send('GET', `/cart/${id}`));
    await timed(kinds.change, () => send('PATCH', `/cart/${id}`, { lines: lines(own, 1, 3) }));
  }
  for (let warm = 0; warm < 100; warm += 1) await shop();
  for (const times of Object.values(kinds)) times.length = 0;
  const pids = new Map(programs.slice(0, 4).map(name => [name, system.pids[name] ?? 0]));
  const before = await cpuByName(pids);
  const load = loadavg()[0]?.toFixed(1);
  const began = performance.now();
  const shopper = async () => {
    while (performance.now() - began < seconds * 1_000) await shop();
  };
  await Promise.all(Array.from({ length: shoppers }, shopper));
  const elapsed = (performance.now() - began) / 1_000;
  const after = await cpuByName(pids);
  const all = Object.values(kinds).flat();
  const cpu = [...pids.keys()].map(name => {
    const used = (after.get(name) ?? 0) - (before.get(name) ?? 0);
    return `${name} ${((used / all.length) * 1e6).toFixed(0)}`;
  });
  say(`${shoppers} shoppers, load ${load}: ${(all.length / elapsed).toFixed(0)} requests/s`);
  say(`p50 ${at(all, 0.5)} ms, p99 ${at(all, 0.99)} ms; CPU µs a request: ${cpu.join(', ')}`);
  for (const [name, times] of Object.entries(kinds))
    say(`${name}: p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms`);

  const many = await createProducts(system, 200);
  const { id } = await send('POST', '/cart', { lines: many.map(sku => ({ sku, quantity: 1 })) });
  const changes: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    await timed(changes, () =>
      send('PATCH', `/cart/${id}`, { lines: [{ sku: many[round % 200] ?? '', quantity: 1 + (round % 2) }] }),
    );
  const checkout = await buyCart(system, id);
  say(
    `a cart of 200 lines: change p50 ${at(changes, 0.5)} ms, p99 ${at(changes, 0.99)} ms, checkout ${checkout.ms.toFixed(0)} ms`,
  );
  if (isProfiled) say(`CPU profiles: ${system.folder}`);
} finally {
  await agent.close();
  await direct.close();
  await system.close();
}

import { setTimeout as sleep } from 'node:timers/promises';
import { buyCart, createProducts, type DirectClients, fillCart, outstanding, untilDone } from './order-client.ts';
import type { OrderSystem } from './order-system.ts';
import { cpuByName, listenerOf } from './processes.ts';

/** What buyers who all buy at once got, and what it cost. */
export interface OrderBurst {
  /** Of each checkout, ms, sorted. */
  times: number[];
  /** How long they bought, s. */
  elapsed: number;
  /** Until every order was delivered, s. */
  whole: number;
  /** What was not done when they stopped, and 5 s later. */
  left: Record<string, number>;
  after5: Record<string, number>;
  /** CPU of each process, ms an order, idle subtracted. */
  cpu: Map<string, number>;
  /** CPU of each process while nothing happens, share of a core. */
  idle: Map<string, number>;
}

/** How long the idle system is watched, s. */
const IDLE_SECONDS = 5;
const PRODUCTS = 8;

/** The processes of a system, and those of the servers that the environment names. */
export async function pidsOf(system: OrderSystem): Promise<Map<string, number>> {
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
  return pids;
}

/** `buyers` buy one cart of two products after the other for `seconds`, then every order is delivered. */
export async function buyInBurst(
  system: OrderSystem,
  direct: DirectClients,
  { buyers, seconds }: { buyers: number; seconds: number },
): Promise<OrderBurst> {
  const pids = await pidsOf(system);
  const skus = await createProducts(system, PRODUCTS);
  const carts = async (count: number) => {
    const ids: string[] = [];
    for (let at = 0; at < count; at += 1)
      ids.push(
        await fillCart(
          system,
          [0, 3].map(more => ({ sku: skus[(at + more) % PRODUCTS] ?? '', quantity: 1 })),
        ),
      );
    return ids;
  };
  for (const cart of await carts(3)) await buyCart(system, cart);
  await untilDone(direct);

  const idleBefore = await cpuByName(pids);
  await sleep(IDLE_SECONDS * 1_000);
  const idleAfter = await cpuByName(pids);

  const filled = await carts(Math.max(buyers * 8, seconds * 120));
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

  const cpu = new Map<string, number>();
  const idle = new Map<string, number>();
  for (const name of pids.keys()) {
    const share = ((idleAfter.get(name) ?? 0) - (idleBefore.get(name) ?? 0)) / IDLE_SECONDS;
    const busy = (cpuAfter.get(name) ?? 0) - (cpuBefore.get(name) ?? 0);
    idle.set(name, share);
    cpu.set(name, ((busy - share * whole) / times.length) * 1_000);
  }
  return { times: times.sort((one, other) => one - other), elapsed, whole, left, after5, cpu, idle };
}

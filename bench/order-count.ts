import { setTimeout as sleep } from 'node:timers/promises';
import { buyCart, createProducts, type DirectClients, fillCart, untilDone } from './order-client.ts';
import type { OrderService, OrderSystem } from './order-system.ts';
import type { SqlCount } from './sql-proxy.ts';

/** What one order costs a service, from cart to delivered, without what it does when idle. */
export interface OrderCost {
  /** BEGIN and COMMIT included. */
  statements: number;
  /** Begun by a statement of their own. */
  transactions: number;
  /** Those of single statements included. */
  commits: number;
  roundTrips: number;
  /** Executions an order of each statement, the most frequent first. */
  texts: [text: string, count: number][];
}

/** How long services are left alone before and after, so that what is under way ends, ms. */
const SETTLE_MS = 1_500;

type Counts = Map<OrderService, SqlCount>;

const countAll = (system: OrderSystem): Counts =>
  new Map([...system.proxies].map(([service, proxy]) => [service, proxy.count()]));

/** `busy` without as much as an idle system does in the same time, for one order. */
function costOf(before: SqlCount, after: SqlCount, idle: SqlCount, orders: number): OrderCost {
  const net = (begin: number, end: number, later: number) => (end - begin - (later - end)) / orders;
  const texts = [...after.texts]
    .map(([text, count]): [string, number] => [
      text.replaceAll(/\s+/g, ' ').trim(),
      net(before.texts.get(text) ?? 0, count, idle.texts.get(text) ?? count),
    ])
    .filter(([, count]) => count >= 0.1)
    .sort(([, one], [, other]) => other - one);
  const of = (what: 'statements' | 'transactions' | 'commits' | 'roundTrips') =>
    net(before[what], after[what], idle[what]);
  return {
    statements: of('statements'),
    transactions: of('transactions'),
    commits: of('commits'),
    roundTrips: of('roundTrips'),
    texts,
  };
}

/**
 * Counts what an order costs each service: `orders` orders of two products, each from cart to delivered before the next
 * one begins, minus an idle time of the same length.
 */
export async function countOrders(
  system: OrderSystem,
  direct: DirectClients,
  orders: number,
): Promise<Map<OrderService, OrderCost>> {
  const skus = await createProducts(system, 2);
  const lines = skus.map(sku => ({ sku, quantity: 1 }));
  const buy = async () => {
    await buyCart(system, await fillCart(system, lines));
    await untilDone(direct);
  };
  await buy(); // statements are prepared, consumers have joined their groups
  await sleep(SETTLE_MS);
  const before = countAll(system);
  const began = performance.now();
  for (let order = 0; order < orders; order += 1) await buy();
  await sleep(SETTLE_MS);
  const took = performance.now() - began;
  const after = countAll(system);
  await sleep(took);
  const idle = countAll(system);
  const none: SqlCount = { statements: 0, texts: new Map(), transactions: 0, commits: 0, roundTrips: 0 };
  return new Map(
    [...after].map(([service, count]) => [
      service,
      costOf(before.get(service) ?? none, count, idle.get(service) ?? count, orders),
    ]),
  );
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { OrderSystem } from './order-system.ts';

/** A shop that orders are placed in. */
interface Shop {
  urls: { gateway: string };
}

/** An order that was placed, and how long its checkout took, ms. */
export interface PlacedOrder {
  id: string;
  ms: number;
}

export async function send(url: string, method: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} responded ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Where products are created, as a member of staff. */
interface Catalog {
  urls: { catalog: string; inventory: string };
  staff(): Promise<Record<string, string>>;
}

/** Products for sale with much stock; their skus. */
export async function createProducts(system: Catalog, count: number): Promise<string[]> {
  const headers = await system.staff();
  const skus = Array.from({ length: count }, () => `order-${randomUUID().slice(0, 13)}`);
  for (const sku of skus) {
    await send(
      `${system.urls.catalog}/admin/products`,
      'POST',
      {
        title: `A thing ${sku}`,
        category: 'Things',
        status: 'active',
        variants: [{ sku, price: { amount: 500, currency: 'USD' } }],
      },
      headers,
    );
    await send(
      `${system.urls.inventory}/admin/inventory/adjustments`,
      'POST',
      { sku, location: 'east', delta: 1_000_000, reason: 'received' },
      { ...headers, 'idempotency-key': randomUUID() },
    );
  }
  return skus;
}

const address = {
  name: 'Ada Shopper',
  line1: '1 Analytical Way',
  city: 'London',
  postalCode: 'N1 9GU',
  country: 'GB',
};

/** Fills a cart; its id. */
export async function fillCart(system: Shop, lines: readonly { sku: string; quantity: number }[]) {
  const cart: { id: string } = await send(`${system.urls.gateway}/cart`, 'POST', { lines });
  return cart.id;
}

/** Buys what is in a cart with a card; `ms` is from the request to its answer. */
export async function buyCart(
  system: Shop,
  cartId: string,
  headers: Record<string, string> = {},
): Promise<PlacedOrder> {
  const request = {
    cartId,
    email: `shopper-${randomUUID()}@example.com`,
    shippingAddress: address,
    shippingMethod: 'standard',
    paymentMethod: 'pm_card_visa',
  };
  const began = performance.now();
  const bought: { orderId: string } = await send(`${system.urls.gateway}/checkout`, 'POST', request, {
    'idempotency-key': randomUUID(),
    ...headers,
  });
  return { id: bought.orderId, ms: performance.now() - began };
}

/** Connections to the databases of the services that no counter sees. */
export function directClients(system: OrderSystem) {
  const pools = Object.entries(system.databases).map(
    ([name, url]) => [name, new pg.Pool({ connectionString: url, max: 2 })] as const,
  );
  for (const [, pool] of pools) pool.on('error', () => {});
  const of = (name: string): pg.Pool => {
    const found = pools.find(([known]) => known === name)?.[1];
    if (!found) throw new Error(`${name} has no database`);
    return found;
  };
  return {
    /** The first column of the first row. */
    async number(service: string, statement: string, values: unknown[] = []): Promise<number> {
      const { rows } = await of(service).query({ text: statement, values, rowMode: 'array' });
      return Number(rows[0]?.[0] ?? 0);
    },
    close: () => Promise.all(pools.map(([, pool]) => pool.end())),
  };
}
export type DirectClients = ReturnType<typeof directClients>;

const OUTSTANDING: Readonly<Record<string, string>> = {
  orders: `SELECT (SELECT count(*) FROM orders WHERE status IN ('pending', 'paid', 'shipped')) + (SELECT count(*) FROM outbox)`,
  payments: `SELECT (SELECT count(*) FROM payments WHERE status IN ('pending', 'requires_action', 'authorized')) + (SELECT count(*) FROM outbox)
    + (SELECT count(*) FROM jobs WHERE next_at < now() + interval '10 s')`,
  shipping: 'SELECT count(*) FROM outbox',
  inventory: 'SELECT count(*) FROM outbox',
  notifications: `SELECT (SELECT count(*) FROM messages WHERE status = 'queued') + (SELECT count(*) FROM outbox)`,
};

/** What is not done yet, by service: orders that are not delivered, payments not captured, mails, events. */
export async function outstanding(direct: DirectClients): Promise<Record<string, number>> {
  const counts = await Promise.all(
    Object.entries(OUTSTANDING).map(async ([name, statement]) => [name, await direct.number(name, statement)] as const),
  );
  return Object.fromEntries(counts);
}

/** Waits until every order is delivered, captured and written about; throws after a time. */
export async function untilDone(direct: DirectClients, timeoutMs = 120_000): Promise<void> {
  for (const end = Date.now() + timeoutMs; ; await sleep(100)) {
    const left = await outstanding(direct);
    if (Object.values(left).every(count => count === 0)) return;
    if (Date.now() > end) throw new Error(`Not done in ${timeoutMs} ms: ${JSON.stringify(left)}`);
  }
}

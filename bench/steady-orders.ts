import { randomUUID } from 'node:crypto';

export interface SteadyOrders {
  /** Ends it, once every request has its answer. @returns how many were placed, and how many were not */
  stop(): Promise<{ placed: number; failed: number }>;
}

const address = {
  name: 'Ada Shopper',
  line1: '1 Analytical Way',
  city: 'London',
  postalCode: 'N1 9GU',
  country: 'GB',
};

async function post(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${url} responded ${response.status}`);
  return answer;
}

async function placeOrder(gateway: string, sku: string): Promise<void> {
  const cart = Object(await post(`${gateway}/cart`, { lines: [{ sku, quantity: 1 }] }));
  await post(`${gateway}/checkout`, {
    cartId: Reflect.get(cart, 'id'),
    email: `shopper-${randomUUID()}@example.com`,
    shippingAddress: address,
    shippingMethod: 'standard',
    paymentMethod: 'pm_card_visa',
  });
}

/** Places orders of one sku at a rate, whatever their answers take, until it is stopped. */
export function placeOrders(gateway: string, sku: string, perSecond: number): SteadyOrders {
  const counts = { placed: 0, failed: 0 };
  const open = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const order = placeOrder(gateway, sku).then(
      () => {
        counts.placed += 1;
      },
      () => {
        counts.failed += 1;
      },
    );
    open.add(order);
    void order.finally(() => open.delete(order));
  }, 1_000 / perSecond);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
      return counts;
    },
  };
}

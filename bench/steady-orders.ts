import { buyCart, fillCart } from './order-client.ts';

export interface SteadyOrders {
  /** Ends it, once every request has its answer. @returns how many were placed, and how many were not */
  stop(): Promise<{ placed: number; failed: number }>;
}

/** Places orders of one sku at a rate, whatever their answers take, until it is stopped. */
export function placeOrders(gateway: string, sku: string, perSecond: number): SteadyOrders {
  const shop = { urls: { gateway } };
  const orders: Promise<unknown>[] = [];
  const timer = setInterval(() => {
    const order = fillCart(shop, [{ sku, quantity: 1 }]).then(cart => buyCart(shop, cart));
    order.catch(() => {}); // counted at the end
    orders.push(order);
  }, 1_000 / perSecond);
  return {
    async stop() {
      clearInterval(timer);
      const outcomes = await Promise.allSettled(orders);
      const placed = outcomes.filter(({ status }) => status === 'fulfilled').length;
      return { placed, failed: outcomes.length - placed };
    },
  };
}

/**
 * Who calls whose REST API, and who consumes whose events. Contracts do not name consumers; a test compares this with
 * the code.
 */
export interface Relations {
  readonly calls: Readonly<Record<string, readonly string[]>>;
  readonly consumes: Readonly<Record<string, readonly string[]>>;
}

export const relations: Relations = {
  calls: {
    audit: ['platform'],
    cart: ['catalog', 'inventory'],
    catalog: ['inventory'],
    checkout: ['cart', 'catalog', 'inventory', 'orders', 'payments', 'shipping'],
    gateway: ['identity'],
    notifications: ['catalog', 'identity', 'inventory'],
    payments: ['orders'],
    search: ['catalog', 'inventory'],
    shipping: ['payments'],
  },
  consumes: {
    audit: ['catalog', 'identity', 'inventory', 'notifications', 'orders', 'payments', 'shipping'],
    cart: ['catalog', 'inventory', 'orders'],
    catalog: ['inventory'],
    edge: ['catalog', 'identity', 'inventory', 'notifications', 'orders', 'payments', 'shipping'],
    inventory: ['catalog', 'orders', 'payments', 'shipping'],
    notifications: ['catalog', 'identity', 'inventory', 'orders', 'shipping'],
    orders: ['inventory', 'payments', 'shipping'],
    payments: ['orders', 'shipping'],
    search: ['catalog', 'inventory'],
    shipping: ['inventory', 'orders', 'payments'],
  },
};

/** The services that call a service, or that consume its events. */
export function dependentsOf(taken: Relations['calls'], service: string): string[] {
  return Object.entries(taken).flatMap(([who, whom]) => (whom.includes(service) ? [who] : []));
}

/**
 * Who calls whose REST API, and who listens to whose events. Contracts say what is offered, not who takes it up; a test
 * holds this to the code.
 */
export interface Relations {
  readonly calls: Readonly<Record<string, readonly string[]>>;
  readonly consumes: Readonly<Record<string, readonly string[]>>;
}

export const relations: Relations = {
  calls: {
    cart: ['catalog', 'inventory'],
    catalog: ['inventory'],
    checkout: ['cart', 'catalog', 'inventory', 'orders', 'payments', 'shipping'],
    gateway: ['identity'],
    search: ['catalog', 'inventory'],
  },
  consumes: {
    audit: ['catalog', 'identity', 'inventory', 'notifications', 'orders', 'payments', 'shipping'],
    cart: ['catalog', 'inventory', 'orders'],
    edge: ['catalog', 'identity', 'inventory', 'notifications', 'orders', 'payments', 'shipping'],
    inventory: ['catalog', 'orders', 'shipping'],
    notifications: ['orders', 'shipping'],
    orders: ['inventory', 'payments', 'shipping'],
    payments: ['orders', 'shipping'],
    search: ['catalog', 'inventory'],
    shipping: ['inventory', 'orders'],
  },
};

/** Those who do something with a service: who calls it, or who listens to it. */
export function dependentsOf(taken: Relations['calls'], service: string): string[] {
  return Object.entries(taken).flatMap(([who, whom]) => (whom.includes(service) ? [who] : []));
}

/** What those who are no admins work with, and may therefore see the history of. */
const resourcesOf: Readonly<Record<string, readonly string[]>> = {
  catalog: ['products', 'pictures', 'imports', 'stock', 'locations'],
  orders: ['orders', 'customers', 'payments', 'shipments', 'shipping-settings', 'stock', 'messages'],
  support: ['orders', 'customers', 'payments', 'shipments', 'messages'],
};

/**
 * The resources whose changes somebody with these roles may see, in the order of their names: in the audit log, and as
 * they are made.
 */
export function visibleTo(roles: readonly string[]): 'all' | readonly string[] {
  if (roles.includes('admin')) return 'all';
  return [...new Set(roles.flatMap(role => resourcesOf[role] ?? []))].sort();
}

/** The resources that each role works with, except admin, and whose history it may see. */
const resourcesByRole: Readonly<Record<string, readonly string[]>> = {
  catalog: ['products', 'pictures', 'imports', 'stock', 'locations'],
  orders: ['orders', 'customers', 'payments', 'shipments', 'shipping-settings', 'stock', 'messages'],
  support: ['orders', 'customers', 'payments', 'shipments', 'messages'],
};

/**
 * The resources whose changes a user with these roles may see, by name, in the audit log and in the live feed of
 * changes.
 */
export function visibleTo(roles: readonly string[]): 'all' | readonly string[] {
  if (roles.includes('admin')) return 'all';
  return [...new Set(roles.flatMap(role => resourcesByRole[role] ?? []))].sort();
}

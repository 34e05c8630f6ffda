import type { AdminCalls, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { createAdminClients } from '../../../generated/admin/clients.ts';
import { createAdminCalls, resources } from '../../../generated/admin/resources.ts';
import { call, environment, gateway, newKey, signInAsAdmin } from '../api-client.ts';
import { createScenario, type Scenario } from './scenario.ts';

/** A page of the console; `id` is the record that it shows. */
export interface AdminPage {
  name: string;
  resource?: string;
  path(id: string): string;
}

const pagesOf = ({ name, create, update, get }: AdminResource): AdminPage[] => [
  { name, path: () => `/${name}` },
  ...(create ? [{ name: `${name}, a new one`, path: () => `/${name}/create` }] : []),
  ...(update
    ? [{ name: `${name}, changing one`, resource: name, path: (id: string) => `/${name}/${encodeURIComponent(id)}` }]
    : []),
  ...(get || !update
    ? [{ name: `${name}, one`, resource: name, path: (id: string) => `/${name}/${encodeURIComponent(id)}/show` }]
    : []),
];

/** Every page of the console: the ones without a resource, and the list, the forms and a record of each resource. */
export const adminPages: readonly AdminPage[] = [
  { name: 'home', path: () => '/' },
  { name: 'report', path: () => '/reports?measure=sales&by=day' },
  { name: 'report by product', path: () => '/reports?measure=orders&by=product&days=7' },
  { name: 'attributes', path: () => '/attributes' },
  { name: 'settings', path: () => '/settings' },
  { name: 'own account', path: () => '/account' },
  { name: 'system', path: () => '/system' },
  { name: 'pick list', resource: 'orders', path: id => `/pick-list?orders=${id}` },
  { name: 'no such page', path: () => '/nothing-here' },
  ...Object.values<AdminResource>(resources).flatMap(pagesOf),
];

/** The URL of a page of the console. */
export const adminUrl = (path: string): string => environment.ADMIN_URL + path;

/** A shop with an order in transit, a change in the audit log, and a record of every resource. */
export interface ShopScenario {
  scenario: Scenario;
  /** The id of the first record of each resource. */
  records: Readonly<Record<string, string>>;
}

/** Buys something, changes a product, and finds a record of every resource. */
export async function createShopScenario(email?: string): Promise<ShopScenario> {
  const scenario = await createScenario(email);
  const admin = await signInAsAdmin();
  const stock = { sku: scenario.product.variants[0]?.sku, location: 'east', delta: 1, reason: 'found' };
  await call('POST', '/admin/inventory/adjustments', stock, { ...admin, ...newKey() });
  const calls = createAdminCalls(createAdminClients({ baseUrl: gateway, headers: () => admin }));
  const first = async ([name, { list }]: [string, AdminCalls]): Promise<[string, string]> => {
    const { items } = await list({});
    const fields = Object.values<AdminResource>(resources).find(resource => resource.name === name)?.key ?? [];
    const [record] = items;
    if (!record) throw new Error(`There is no record of ${name}`);
    return [name, fields.map(field => String(Reflect.get(record, field))).join('~')];
  };
  const records = await Promise.all(Object.entries<AdminCalls>(calls).map(first));
  return { scenario: scenario, records: Object.fromEntries(records) };
}

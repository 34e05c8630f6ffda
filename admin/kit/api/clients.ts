import { createAdminClients } from '../../../generated/admin/clients.ts';
import { createAdminCalls, type ResourceName, resources } from '../../../generated/admin/resources.ts';
import { createApiFetch } from './api-fetch.ts';
import { fieldReads } from './usage.ts';

/**
 * The generated clients of all services: `bodyOf(api.payments.refundPayment({ … }))` returns the body or throws
 * `ProblemError`. All requests go to `/api` on the console's own origin.
 */
export const api = createAdminClients({
  baseUrl: '/api',
  fetch: createApiFetch(request => globalThis.fetch(request)),
  observe: fieldReads.observe,
});

/** The operations of each resource: `calls.orders.list({ q: 'C-10' })`. */
export const calls = createAdminCalls(api);

export function isResource(name: string): name is ResourceName {
  return Object.hasOwn(resources, name);
}

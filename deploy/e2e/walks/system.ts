import { type KeyObject, randomInt } from 'node:crypto';
import { z } from 'zod';
import { loadProject } from '../../../contracts/codegen/config.ts';
import type { Service } from '../../../contracts/codegen/openapi/service.ts';
import { readContracts } from '../../../contracts/codegen/read-contracts.ts';
import { serviceToken } from '../../../services/platform/http/auth.ts';
import { parsePrivateKey } from '../../../services/platform/service-keys.ts';
import { root } from '../../local/folders.ts';

const record = z.string().transform(text => z.record(z.string(), z.string()).parse(JSON.parse(text)));

/** Where each program listens, and the private key of each service: what only the inside of the system knows. */
const inside = z.object({ SERVICE_URLS: record, SERVICE_KEYS: record }).parse(process.env);

/** Every contract of the shop. */
export async function readServices(): Promise<Service[]> {
  const { services } = readContracts(await loadProject(root));
  return services.map(({ service }) => service);
}

/** Services that have operations for their failed work (contracts/openapi/platform.yaml). */
const withFailedWork = ['catalog', 'checkout', 'identity', 'inventory', 'notifications', 'orders', 'payments'].concat(
  'registry',
  'shipping',
  'audit',
);

export interface Endpoint {
  /** The service that answers. */
  service: string;
  url: string;
}

/** Where the operations of a contract are served: that of the platform by every service with failed work. */
export function endpointsOf({ name }: Service): Endpoint[] {
  const names = name === 'platform' ? withFailedWork : [name];
  return names.map(service => ({ service, url: urlOf(service) }));
}

export function urlOf(service: string): string {
  const url = inside.SERVICE_URLS[service];
  if (url === undefined) throw new Error(`Nobody says where ${service} listens`);
  return url;
}

/** Everybody who has a key of a service, by name. */
export const serviceNames = Object.keys(inside.SERVICE_KEYS);

/** The private key of a service. */
export const keyOf = (service: string): KeyObject => parsePrivateKey(inside.SERVICE_KEYS[service] ?? '');

/** A service's own token for another one. */
export const tokenOf = (caller: string, target: string | readonly string[]): string =>
  serviceToken({ caller, target, key: keyOf(caller) });

/** The address of another client in each request, so that limits by address meet nobody (TEST-NET-3 and its like). */
export const newClientAddress = (): Record<string, string> => ({
  'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`,
});

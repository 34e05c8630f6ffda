import type { KeyObject } from 'node:crypto';
import { createPlatformClient, type PlatformClient } from '../../../generated/platform/client.ts';
import { httpUrl } from '../../platform/config.ts';
import { outgoing } from '../../platform/http/outgoing.ts';

/** Services with a database, which offer the operations of contracts/openapi/platform.yaml. */
const WITH_DATABASE = [
  'audit',
  'catalog',
  'checkout',
  'identity',
  'inventory',
  'notifications',
  'orders',
  'payments',
  'registry',
  'shipping',
] as const;
const ALL = [...WITH_DATABASE, 'cart', 'edge', 'gateway', 'search'] as const;

const variableOf = (service: string): string => `${service.toUpperCase()}_URL`;

/** The variables with the URLs of all services: `ORDERS_URL`, … */
export const serviceUrlConfig = Object.fromEntries(ALL.map(name => [variableOf(name), httpUrl()]));

export interface Upstreams {
  /** The URLs of all services, by name. */
  urls: ReadonlyMap<string, string>;
  /** The services with a database, by name. */
  platform: ReadonlyMap<string, PlatformClient>;
}

/** The upstreams of an environment that `serviceUrlConfig` has parsed. */
export function createUpstreams(env: Readonly<Record<string, string>>, key: KeyObject): Upstreams {
  const urlOf = (name: string): string => env[variableOf(name)] ?? '';
  return {
    urls: new Map(ALL.map(name => [name, urlOf(name)])),
    platform: new Map(
      WITH_DATABASE.map(name => {
        const calling = outgoing({ caller: 'audit', target: name, key, timeoutMs: 3_000, retries: 1 });
        return [name, createPlatformClient({ baseUrl: urlOf(name), ...calling })];
      }),
    ),
  };
}

import { z } from 'zod';
import { httpUrl, list, readConfig, serviceConfig, url } from '../platform/config.ts';

/** The services that the gateway cannot work without, by name: `ORDERS_URL`, … */
const REQUIRED_SERVICES = [
  'catalog',
  'search',
  'cart',
  'inventory',
  'checkout',
  'orders',
  'payments',
  'shipping',
  'notifications',
  'identity',
  'registry',
];
/** Without their address, their paths are unknown. */
const OPTIONAL_SERVICES = ['edge', 'audit'];

const { PORT, NODE_ENV, SERVICE_TOKEN_SECRET } = serviceConfig;
const perMinute = z.coerce.number().int().positive();

export const gatewayConfig = {
  PORT,
  NODE_ENV,
  SERVICE_TOKEN_SECRET,
  REDIS_URL: url('redis', 'rediss'),
  ALLOWED_ORIGINS: list(),
  IDENTITY_URL: httpUrl(),
  RATE_LIMIT_READS: perMinute,
  RATE_LIMIT_CHANGES: perMinute,
  RATE_LIMIT_SIGN_INS: perMinute,
  TRUSTED_PROXIES: list().optional(),
};

const variableOf = (service: string): string => `${service.toUpperCase()}_URL`;

/** The addresses of the services from the environment, by name. Exits as `readConfig` does. */
export function readServiceUrls(): Record<string, string> {
  const shape = Object.fromEntries([
    ...REQUIRED_SERVICES.map(name => [variableOf(name), httpUrl()]),
    ...OPTIONAL_SERVICES.map(name => [variableOf(name), httpUrl().optional()]),
  ]);
  const urls = new Map<string, unknown>(Object.entries(readConfig(shape)));
  return Object.fromEntries(
    [...REQUIRED_SERVICES, ...OPTIONAL_SERVICES].flatMap(name => {
      const address = urls.get(variableOf(name));
      return typeof address === 'string' ? [[name, address]] : [];
    }),
  );
}

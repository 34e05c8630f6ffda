import { z } from 'zod';
import { httpUrl, list, readConfig, serviceConfig, url } from '../platform/config.ts';

/** Services that the gateway requires, by name: `ORDERS_URL`, … */
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
/** The paths of these services are unknown without their URL. */
const OPTIONAL_SERVICES = ['edge', 'audit'];

const { PORT, NODE_ENV, SERVICE_PRIVATE_KEY } = serviceConfig;
/** As browsers send them: `https://www.shop.example`. */
const origins = list().refine(
  given => given.every(origin => URL.canParse(origin) && new URL(origin).origin === origin),
  'must be origins: https://www.shop.example',
);
const perMinute = z.coerce.number().int().positive();

export const gatewayConfig = {
  PORT,
  NODE_ENV,
  SERVICE_PRIVATE_KEY,
  /** Counts requests; apart from the server of the carts. */
  LIMITS_REDIS_URL: url('redis', 'rediss'),
  STOREFRONT_ORIGINS: origins,
  CONSOLE_ORIGINS: origins,
  IDENTITY_URL: httpUrl(),
  RATE_LIMIT_READS: perMinute,
  RATE_LIMIT_CHANGES: perMinute,
  RATE_LIMIT_SIGN_INS: perMinute,
  RATE_LIMIT_CHECKOUTS: perMinute,
  RATE_LIMIT_CARTS: perMinute,
  TRUSTED_PROXIES: list().optional(),
  DOCS_FOLDER: z.string().min(1).optional(),
};

const variableOf = (service: string): string => `${service.toUpperCase()}_URL`;

/** The URLs of the services from the environment, by name. Exits as `readConfig` does. */
export function readServiceUrls(environment: NodeJS.ProcessEnv): Record<string, string> {
  const shape = Object.fromEntries([
    ...REQUIRED_SERVICES.map(name => [variableOf(name), httpUrl()]),
    ...OPTIONAL_SERVICES.map(name => [variableOf(name), httpUrl().optional()]),
  ]);
  const urls = new Map<string, unknown>(Object.entries(readConfig(shape, environment)));
  return Object.fromEntries(
    [...REQUIRED_SERVICES, ...OPTIONAL_SERVICES].flatMap(name => {
      const address = urls.get(variableOf(name));
      return typeof address === 'string' ? [[name, address]] : [];
    }),
  );
}

import fs from 'node:fs';
import path from 'node:path';
import { root } from './folders.ts';
import type { PortName, Ports } from './ports.ts';
import type { Place } from './servers/server.ts';

/** One program of ours: `services/<name>/main.ts`, listening on the port of its name. */
export interface Service {
  readonly name: PortName;
  /** Which servers it is told of; `postgres` means a database of its own, named like the service. */
  readonly uses: readonly ('postgres' | 'mongodb' | 'redis' | 'elasticsearch' | 's3' | 'inbox' | 'stripe')[];
}

/** Every service, whether written yet or not. */
export const allServices: readonly Service[] = [
  { name: 'identity', uses: ['postgres', 'inbox'] },
  { name: 'catalog', uses: ['mongodb', 's3'] },
  { name: 'inventory', uses: ['postgres'] },
  { name: 'search', uses: ['elasticsearch'] },
  { name: 'cart', uses: ['redis'] },
  { name: 'checkout', uses: ['postgres'] },
  { name: 'orders', uses: ['postgres'] },
  { name: 'payments', uses: ['postgres', 'stripe'] },
  { name: 'shipping', uses: ['postgres'] },
  { name: 'notifications', uses: ['postgres', 'inbox'] },
  { name: 'registry', uses: ['postgres'] },
  { name: 'gateway', uses: ['redis'] },
];

const program = (service: Service): string => path.join(root, 'services', service.name, 'main.ts');

/** The services that are written so far. */
export const presentServices = (): readonly Service[] => allServices.filter(service => fs.existsSync(program(service)));

/** The folder with the SQL migrations of a service. */
export const migrations = (service: Service): string => path.join(root, 'services', service.name, 'prisma/migrations');

/** The database of one service on the server that `DATABASE_URL` names. */
export function databaseUrl(server: string, service: string): string {
  const url = new URL(server);
  url.pathname = `/${service}`;
  return url.href;
}

/** Where every service answers, as each is told: `CATALOG_URL`, `PAYMENTS_URL`, … */
export function serviceUrls(ports: Ports): Record<string, string> {
  return Object.fromEntries(allServices.map(({ name }) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[name]}`]));
}

/** Which variables each server's address is in. */
const variables: Record<Service['uses'][number], readonly string[]> = {
  postgres: [],
  mongodb: ['MONGODB_URL'],
  redis: ['REDIS_URL'],
  elasticsearch: ['ELASTICSEARCH_URL'],
  s3: ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'S3_BUCKET'],
  inbox: ['SMTP_URL'],
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_API_BASE'],
};

/** Where the password of the first admin is written, once, by identity. */
export const firstAdminFile = (state: string): string => path.join(state, 'first-admin.txt');
export const firstAdminEmail = 'admin@covenant.example';

/**
 * The environment of one service: only what it uses, and where its peers are.
 * @param addresses of the servers, as the stack gives them
 */
export function serviceEnvironment(service: Service, place: Place, addresses: Readonly<Record<string, string>>): Record<string, string> {
  const urls = serviceUrls(place.ports);
  const names = ['KAFKA_BROKERS', ...service.uses.flatMap(server => variables[server])];
  const told = Object.fromEntries(names.flatMap(name => (addresses[name] === undefined ? [] : [[name, addresses[name]]])));
  const database = service.uses.includes('postgres') ? { DATABASE_URL: databaseUrl(addresses.DATABASE_URL ?? '', service.name) } : {};
  const own = Object.entries(settings[service.name]?.(place) ?? {}).map(([name, value]) => [name, process.env[name] || value]);
  return {
    ...urls,
    ...told,
    ...database,
    ...Object.fromEntries(own),
    PORT: String(place.ports[service.name]),
    PUBLIC_URL: `http://localhost:${place.ports.gateway}`,
    SERVICE_TOKEN_SECRET: place.secrets.serviceToken,
    NODE_ENV: 'development',
  };
}

/** What only one service is told; a variable of the same name in our own environment goes first. */
const settings: Partial<Record<PortName, (place: Place) => Record<string, string>>> = {
  identity: place => ({
    AUTH_SECRET: place.secrets.authSecret,
    FIRST_ADMIN_EMAIL: firstAdminEmail,
    FIRST_ADMIN_PASSWORD_FILE: firstAdminFile(place.state),
  }),
  gateway: ({ ports }) => ({
    ALLOWED_ORIGINS: [ports.storefront, ports.admin].flatMap(port => [`http://localhost:${port}`, `http://127.0.0.1:${port}`]).join(','),
    RATE_LIMIT_READS: '12000', // a minute and an address; on one's own machine everybody has the same address
    RATE_LIMIT_CHANGES: '6000',
    RATE_LIMIT_SIGN_INS: '60',
  }),
  checkout: ({ ports }) => ({
    STOREFRONT_URL: `http://localhost:${ports.storefront}`,
    // Beside this system's storefront the usual one, so that outside programs that know no other may name it.
    ALLOWED_RETURN_ORIGINS: [...new Set([`http://127.0.0.1:${ports.storefront}`, 'http://127.0.0.1:3000', 'http://localhost:3000'])].join(
      ',',
    ),
  }),
  shipping: () => ({
    SHIP_FROM: 'Covenant Market, 12 Harbour Street, Baltimore, MD 21202, United States',
    CARRIER_TRANSIT_SECONDS: '20',
    CARRIER_DELIVERY_SECONDS: '60',
  }),
  notifications: ({ ports }) => ({
    SHOP_NAME: 'Covenant Market',
    MAIL_FROM: 'orders@covenant.example',
    STOREFRONT_URL: `http://localhost:${ports.storefront}`,
  }),
};

/** How to run a service by hand or by the supervisor. */
export const serviceCommand = (service: Service): { program: string; args: readonly string[]; cwd: string } => ({
  program: process.execPath,
  args: [program(service)],
  cwd: root,
});

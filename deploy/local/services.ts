import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { kafkaSecurityConfig } from '../../services/platform/messaging/kafka-security.ts';
import { root } from './folders.ts';
import type { PortName, Ports } from './ports.ts';
import { publicKeysOf } from './secrets.ts';
import type { Place } from './servers/server.ts';
import { settings } from './settings.ts';

/** One program of ours: `services/<name>/main.ts`, listening on the port of its name. */
export interface Service {
  readonly name: PortName;
  /** The servers whose addresses it gets; `postgres` means a database named like the service. */
  readonly uses: readonly (
    | 'postgres'
    | 'mongodb'
    | 'redis'
    | 'limits'
    | 'elasticsearch'
    | 's3'
    | 'inbox'
    | 'stripe'
    | 'links'
  )[];
}

/** Every service. */
export const allServices: readonly Service[] = [
  { name: 'identity', uses: ['postgres', 'inbox'] },
  { name: 'catalog', uses: ['mongodb', 's3'] },
  { name: 'inventory', uses: ['postgres'] },
  { name: 'search', uses: ['elasticsearch'] },
  { name: 'cart', uses: ['redis'] },
  { name: 'checkout', uses: ['postgres'] },
  { name: 'orders', uses: ['postgres', 'links'] },
  { name: 'payments', uses: ['postgres', 'stripe'] },
  { name: 'shipping', uses: ['postgres'] },
  { name: 'notifications', uses: ['postgres', 'inbox', 'links'] },
  { name: 'registry', uses: ['postgres'] },
  { name: 'audit', uses: ['postgres'] },
  { name: 'gateway', uses: ['limits'] },
  { name: 'edge', uses: [] },
];

const program = (service: Service): string => path.join(root, 'services', service.name, 'main.ts');

/** The services that exist in this tree. */
export const availableServices = (): readonly Service[] =>
  allServices.filter(service => fs.existsSync(program(service)));

/**
 * The ports that a program listens on, its own (`PORT`) first. The edge stands on the public ports and forwards to the
 * origins behind it.
 */
export function listens(name: PortName): readonly [PortName, ...PortName[]] {
  if (name === 'edge') return ['edge', 'gateway', 'storefront', 'admin'];
  if (name === 'gateway' || name === 'storefront' || name === 'admin') return [`${name}_origin`];
  return [name];
}

/** The folder with the SQL migrations of a service. */
export const migrations = (service: Service): string => path.join(root, 'services', service.name, 'prisma/migrations');

/** The database of one service on the server that `DATABASE_URL` names. */
export function databaseUrl(server: string, service: string): string {
  const url = new URL(server);
  url.pathname = `/${service}`;
  return url.href;
}

/** The second database of a Redis server: the gateway's counters, apart from the carts. */
function limitsUrl(redis: string): string {
  const url = new URL(redis);
  url.pathname = '/1';
  return url.href;
}

/** The addresses of all services, as variables: `CATALOG_URL`, `PAYMENTS_URL`, … */
export function serviceUrls(ports: Ports): Record<string, string> {
  return Object.fromEntries(
    allServices.map(({ name }) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[listens(name)[0]]}`]),
  );
}

/** What only the inside of the system knows, for tests of it: the address and the private key of each service. */
export function insideEnvironment({ ports, secrets }: Pick<Place, 'ports' | 'secrets'>): Record<string, string> {
  const urls = allServices.map(({ name }) => [name, `http://127.0.0.1:${ports[listens(name)[0]]}`]);
  return {
    SERVICE_URLS: JSON.stringify(Object.fromEntries(urls)),
    SERVICE_KEYS: JSON.stringify(secrets.serviceKeys),
  };
}

/** The variables with the address of each server. */
const variables: Record<Service['uses'][number], readonly string[]> = {
  postgres: [],
  mongodb: ['MONGODB_URL'],
  redis: ['REDIS_URL'],
  limits: [],
  links: [],
  elasticsearch: ['ELASTICSEARCH_URL'],
  s3: ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'S3_BUCKET'],
  inbox: ['SMTP_URL'],
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_API_BASE'],
};

/** What a service takes from our own environment as it is, where it is there. */
const passedOn: Partial<Record<Service['name'], readonly string[]>> = {
  catalog: ['IMPORT_IMAGE_ORIGINS', 'S3_PUBLIC_ENDPOINT', 'S3_REGION'],
  search: ['ELASTICSEARCH_INDEX_PREFIX'],
  checkout: ['FAULT_AFTER'],
  edge: [
    'TRUSTED_PROXIES',
    'VARNISH_URL',
    'FASTLY_SERVICE_ID',
    'FASTLY_API_TOKEN',
    'CLOUDFLARE_ZONE_ID',
    'CLOUDFLARE_API_TOKEN',
  ],
};
const passedOnToAll = ['KAFKA_TOPIC_PREFIX', ...Object.keys(kafkaSecurityConfig)];

/**
 * The environment of one service: the addresses of the servers that it uses and of the other services.
 * @param addresses of the servers, as the stack passes them
 */
export function serviceEnvironment(
  service: Service,
  place: Place,
  addresses: Readonly<Record<string, string>>,
): Record<string, string> {
  const urls = serviceUrls(place.ports);
  const names = ['KAFKA_BROKERS', ...service.uses.flatMap(server => variables[server])];
  const addressVariables = Object.fromEntries(
    names.flatMap(name => (addresses[name] === undefined ? [] : [[name, addresses[name]]])),
  );
  const database = service.uses.includes('postgres')
    ? { DATABASE_URL: databaseUrl(addresses.DATABASE_URL ?? '', service.name) }
    : {};
  const limits = service.uses.includes('limits')
    ? { LIMITS_REDIS_URL: process.env.LIMITS_REDIS_URL || limitsUrl(addresses.REDIS_URL ?? '') }
    : {};
  const { serviceKeys, link } = place.secrets;
  const sample = process.env.USAGE_SAMPLE;
  // The edge calls nobody, but to report what it uses, where that is measured.
  const privateKey = service.name === 'edge' && !sample ? undefined : serviceKeys[service.name];
  const keys = {
    SERVICE_PUBLIC_KEYS: publicKeysOf(place.secrets),
    ...(privateKey === undefined ? {} : { SERVICE_PRIVATE_KEY: privateKey }),
    ...(service.uses.includes('links') ? { LINK_SECRET: process.env.LINK_SECRET || link } : {}),
  };
  const given = [...passedOnToAll, ...(passedOn[service.name] ?? [])].flatMap(name =>
    process.env[name] ? [[name, process.env[name]]] : [],
  );
  const periods = Object.entries(process.env).filter(([name, value]) => name.endsWith('_RETENTION_DAYS') && value);
  const own = Object.entries(settings[service.name]?.(place) ?? {}).map(([name, value]) => [
    name,
    process.env[name] || value,
  ]);
  return {
    ...urls,
    ...addressVariables,
    ...database,
    ...limits,
    ...Object.fromEntries(own),
    ...Object.fromEntries(given),
    ...Object.fromEntries(periods),
    PORT: String(place.ports[listens(service.name)[0]]),
    PUBLIC_URL: `http://localhost:${place.ports.gateway}`,
    ...keys,
    ...(sample ? { USAGE_SAMPLE: sample } : {}),
    LISTEN_HOST: process.env.LISTEN_HOST || '127.0.0.1',
    NODE_ENV: 'development',
    ...sourceCommit(),
  };
}

/** The commit of this clone; of a copy without git there is none. */
export function sourceCommit(): Record<string, string> {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? { SOURCE_COMMIT: stdout.trim() } : {};
}

/** How to run a service by hand or by the supervisor. */
export const serviceCommand = (service: Service): { program: string; args: readonly string[]; cwd: string } => ({
  program: process.execPath,
  args: [program(service)],
  cwd: root,
});

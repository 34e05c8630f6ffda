import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../deploy/local/ports.ts';
import { contractTopics } from '../deploy/local/topics.ts';
import { ownVariables } from '../deploy/small/environment.ts';
import { webhookEvents } from '../services/payments/webhook-events.ts';
import { createTestDatabase, type TestDatabase } from '../services/platform/testing/database.ts';
import { testEnvironment } from '../services/platform/testing/environment.ts';
import { TEST_LINK_SECRET, testIdentity, testKeyEnvironment } from '../services/platform/testing/identity.ts';
import { createTestMongo } from '../services/platform/testing/stores.ts';
import { testTopics } from '../services/platform/testing/topics.ts';
import { openTestIndex } from '../services/search/testing/index.ts';
import { endProgram, startProgram, untilReady } from './program.ts';
import { type SqlProxy, startSqlProxy } from './sql-proxy.ts';

/** The services with a database that take part in an order. */
export const orderServices = ['checkout', 'payments', 'orders', 'inventory', 'shipping', 'notifications'] as const;
export type OrderService = (typeof orderServices)[number];

export const orderPrograms = ['stripe', 'catalog', 'cart', ...orderServices, 'gateway'] as const;
/** What can be started: what takes part in an order, and search, which does not. */
const programs = [...orderPrograms, 'search'] as const;
type Program = (typeof programs)[number];

export interface OrderSystem {
  /** The addresses of the gateway and of each service. */
  urls: Readonly<Record<Program, string>>;
  /** Of each process, by its program, or `services` for what runs together. */
  pids: Readonly<Record<string, number>>;
  /** The URL of a service's database, without a proxy. */
  databases: Readonly<Record<OrderService, string>>;
  /** The database of catalog and cart in MongoDB. */
  mongoUrl: string;
  /** The counters in front of the databases; none unless they were wanted. */
  proxies: ReadonlyMap<OrderService, SqlProxy>;
  /** The headers of an admin's session, as the gateway forwards them. */
  staff(): Promise<Record<string, string>>;
  /** From the start of each program until it was ready, s. */
  startSeconds: Readonly<Record<string, number>>;
  /** The folder of the logs, and of the CPU profiles where they were wanted. */
  folder: string;
  close(): Promise<void>;
}

export interface OrderSystemOptions {
  /** Counts the statements of every service. */
  counted?: boolean;
  /** How long the payment provider takes for each request, ms. */
  providerMs?: number;
  /** `NODE_ENV` of the services. */
  mode?: 'production' | 'development';
  /** Programs that write a CPU profile into `folder` when they end. */
  profiled?: readonly string[];
  /** Fills the databases before the services start. */
  prepare?(databases: Readonly<Record<OrderService, string>>): Promise<void>;
  /** The programs to start; all of an order when absent. */
  only?: readonly Program[];
  /** Runs all services in one process, as a small shop does. */
  together?: boolean;
}

const root = join(import.meta.dirname, '..');
const WEBHOOK_SECRET = 'whsec_of_a_measurement';
const START_MS = 180_000;

const fileOf = (name: Program): string =>
  join(root, name === 'stripe' ? 'deploy/local/stripe/main.ts' : `services/${name}/main.ts`);
const readyPath = (name: Program): string => (name === 'stripe' ? '/sandbox/health' : '/health/ready');

/** Lets the payment provider take `ms` for each request from now on. */
export async function setProviderLatency({ urls }: Pick<OrderSystem, 'urls'>, ms: number): Promise<void> {
  const response = await fetch(`${urls.stripe}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ api: { delayMs: ms } }),
  });
  if (!response.ok) throw new Error(`The sandbox refuses its latency: ${await response.text()}`);
}

/**
 * Starts the services of an order as processes of their own, on the servers that the environment names (as `npm test`
 * gives them to suites), with databases, topics, ports and a payment sandbox of their own.
 */
export async function startOrderSystem(options: OrderSystemOptions = {}): Promise<OrderSystem> {
  const {
    counted = false,
    providerMs = 2,
    mode = 'development',
    profiled = [],
    only = orderPrograms,
    together = false,
  } = options;
  const folder = mkdtempSync(join(tmpdir(), 'covenant-order-'));
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of closing.reverse()) await step();
    if (profiled.length === 0) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const identity = await testIdentity();
    closing.push(() => identity.close());
    const topics = await testTopics(await contractTopics());
    closing.push(() => topics.drop());
    const databases = new Map<string, TestDatabase>();
    const proxies = new Map<OrderService, SqlProxy>();
    for (const name of orderServices) {
      const database = await createTestDatabase(name);
      databases.set(name, database);
      closing.push(() => database.drop());
      if (!counted) continue;
      const proxy = await startSqlProxy(database.url);
      proxies.set(name, proxy);
      closing.push(() => proxy.close());
    }
    const databaseUrls = Object.fromEntries(
      orderServices.map(name => [name, databases.get(name)?.url ?? '']),
    ) as Record<OrderService, string>;
    await options.prepare?.(databaseUrls);
    const ports = await freePorts(programs.length);
    const urls = Object.fromEntries(programs.map((name, at) => [name, `http://127.0.0.1:${ports[at]}`])) as Record<
      Program,
      string
    >;
    const mongo = await createTestMongo();
    closing.push(() => mongo.drop());
    const index = only.includes('search') ? openTestIndex() : undefined;
    if (index) closing.push(() => index.drop());
    const nowhere = 'http://127.0.0.1:9';
    const shared: Record<string, string> = {
      PATH: process.env.PATH ?? '',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'covenant-compiled'),
      NODE_ENV: mode,
      LOG_LEVEL: 'warn',
      ...Object.fromEntries(programs.map(name => [`${name.toUpperCase()}_URL`, urls[name]])),
      REGISTRY_URL: nowhere,
      IDENTITY_URL: identity.url,
      PUBLIC_URL: urls.gateway,
      STOREFRONT_URL: 'http://127.0.0.1:3000',
      STOREFRONT_ORIGINS: 'http://127.0.0.1:3000',
      CONSOLE_ORIGINS: 'http://127.0.0.1:3001',
      CONSOLE_URL: 'http://127.0.0.1:3001',
      RATE_LIMIT_READS: '1000000',
      RATE_LIMIT_CHANGES: '1000000',
      RATE_LIMIT_SIGN_INS: '60',
      RATE_LIMIT_CHECKOUTS: '1000000',
      RATE_LIMIT_CARTS: '1000000',
      MAX_UNITS_PER_LINE: '50',
      MAX_UNITS_PER_ORDER: '300',
      MAX_UNPAID_ORDERS: '1000000',
      MAX_UNPAID_ORDERS_PER_ADDRESS: '1000000',
      UNPAID_STOCK_PERCENT: '100',
      ...testKeyEnvironment,
      LINK_SECRET: TEST_LINK_SECRET,
      KAFKA_BROKERS: testEnvironment('KAFKA_BROKERS').join(','),
      KAFKA_TOPIC_PREFIX: topics.prefix,
      MONGODB_URL: mongo.url,
      ELASTICSEARCH_URL: testEnvironment('ELASTICSEARCH_URL'),
      ...(index && { ELASTICSEARCH_INDEX_PREFIX: index.prefix }),
      REDIS_URL: testEnvironment('REDIS_URL'),
      LIMITS_REDIS_URL: testEnvironment('REDIS_URL'),
      S3_ENDPOINT: testEnvironment('S3_ENDPOINT'),
      S3_ACCESS_KEY_ID: testEnvironment('S3_ACCESS_KEY_ID'),
      S3_SECRET_ACCESS_KEY: testEnvironment('S3_SECRET_ACCESS_KEY'),
      S3_BUCKET: testEnvironment('S3_BUCKET'),
      SMTP_URL: testEnvironment('SMTP_URL'),
      MAIL_FROM: 'orders@covenant.example',
      SHOP_NAME: 'Covenant Market',
      SHIP_FROM: 'Covenant Market, 12 Harbour Street, Baltimore, MD 21202, United States',
      CARRIER_TRANSIT_SECONDS: '0',
      CARRIER_DELIVERY_SECONDS: '0',
      STRIPE_SECRET_KEY: 'sk_test_covenant',
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_WEBHOOK_URL: `${urls.payments}/payments/webhooks/stripe`,
      STRIPE_WEBHOOK_EVENTS: webhookEvents.join(','),
      STRIPE_API_BASE: urls.stripe,
      SANDBOX_STATE: join(folder, 'stripe'),
    };
    const ownVariablesOf = (name: Program): Record<string, string> => {
      const own = orderServices.find(service => service === name);
      const database = own && (proxies.get(own)?.url ?? databases.get(own)?.url ?? '');
      return { PORT: new URL(urls[name]).port, ...(database === undefined ? {} : { DATABASE_URL: database }) };
    };
    const begin = (name: string, parts: readonly Program[], args: readonly string[], own: NodeJS.ProcessEnv) => {
      const profile = profiled.includes(name) ? ['--cpu-prof', `--cpu-prof-dir=${join(folder, name)}`] : [];
      const env = { ...shared, ...own };
      return { parts, program: startProgram({ name, args: [...profile, ...args], cwd: root, env, folder }) };
    };
    const services = only.filter(name => name !== 'stripe');
    const apart = together ? only.filter(name => name === 'stripe') : only;
    const started = apart.map(name => begin(name, [name], [fileOf(name)], ownVariablesOf(name)));
    if (together) {
      const own = services.map(name => ownVariables(name, ownVariablesOf(name)));
      const args = [join(root, 'deploy/small/main.ts'), ...services];
      started.push(begin('services', services, args, Object.assign({}, ...own)));
    }
    closing.push(() => Promise.all(started.map(({ program }) => endProgram(program))));
    const began = performance.now();
    const startSeconds: Record<string, number> = {};
    const ready = async ({ parts, program }: (typeof started)[number]) => {
      for (const part of parts) await untilReady(program, urls[part] + readyPath(part), START_MS);
      startSeconds[program.name] = (performance.now() - began) / 1_000;
    };
    await Promise.all(started.map(ready));
    const pids = Object.fromEntries(started.map(({ program: { name, child } }) => [name, child.pid ?? 0]));
    const system: OrderSystem = {
      urls,
      pids,
      databases: databaseUrls,
      mongoUrl: mongo.url,
      proxies,
      startSeconds,
      staff: () => identity.headers({ kind: 'staff', roles: ['admin'] }),
      folder,
      close,
    };
    if (only.includes('stripe')) await setProviderLatency(system, providerMs);
    return system;
  } catch (error) {
    await close();
    throw error;
  }
}

import { Redis } from 'ioredis';
import { z } from 'zod';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { httpUrl, list, readConfig, serviceConfig, url } from '../platform/config.ts';
import { outgoingFetch } from '../platform/http/outgoing.ts';
import { runService } from '../platform/http/service.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp } from './app.ts';
import { createUpstream } from './forward.ts';

const { PORT, NODE_ENV, SERVICE_TOKEN_SECRET } = serviceConfig;
const names = 'catalog search cart inventory checkout orders payments shipping notifications identity registry'.split(
  ' ',
);
const perMinute = z.coerce.number().int().positive();
const pair = (name: string, address: string | undefined): [string, string][] =>
  address === undefined ? [] : [[name, address]];
const config = readConfig({
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
});
const addressOf = (name: string): string => `${name.toUpperCase()}_URL`;
const optional = ['edge', 'audit']; // a shop may do without
const addresses: Record<string, string | undefined> = readConfig(
  Object.fromEntries(
    [...names, ...optional].map(name => [addressOf(name), names.includes(name) ? httpUrl() : httpUrl().optional()]),
  ),
);
const services = Object.fromEntries([...names, ...optional].flatMap(name => pair(name, addresses[addressOf(name)])));
const log = createLog('gateway');
const redis = new Redis(config.REDIS_URL, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
redis.on('error', error => log.warn({ error }, 'redis'));
const fetch = outgoingFetch({
  caller: 'gateway',
  target: 'Identity',
  secret: config.SERVICE_TOKEN_SECRET,
  timeoutMs: 3_000,
});
const upstreams = Object.fromEntries(
  Object.entries(services).map(([name, address]) => [name, createUpstream(name, address)]),
);
const app = buildApp({
  log,
  redis,
  services,
  upstreams,
  identity: createIdentityClient({ baseUrl: config.IDENTITY_URL, fetch }),
  limits: { reads: config.RATE_LIMIT_READS, changes: config.RATE_LIMIT_CHANGES, signIns: config.RATE_LIMIT_SIGN_INS },
  origins: new Set(config.ALLOWED_ORIGINS),
  trustedProxies: config.TRUSTED_PROXIES ?? [],
  checkResponses: config.NODE_ENV !== 'production',
});

async function close(): Promise<void> {
  await Promise.all(Object.values(upstreams).map(upstream => upstream.close()));
  redis.disconnect();
}
await runService({ name: 'gateway', port: config.PORT, log, app, close });

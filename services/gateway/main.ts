import { createIdentityClient } from '../../generated/identity/client.ts';
import { readConfig } from '../platform/config.ts';
import { connectRedis } from '../platform/data/redis.ts';
import { outgoing } from '../platform/http/outgoing.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp } from './app.ts';
import { gatewayConfig, readServiceUrls } from './config.ts';
import { createUpstream } from './upstream.ts';

export const gateway: ServiceProgram = environment => {
  const env = readConfig(gatewayConfig, environment);
  const services = readServiceUrls(environment);
  const log = createLog('gateway');
  const redis = connectRedis(env.LIMITS_REDIS_URL, log, { failFast: true });
  const key = env.SERVICE_PRIVATE_KEY;
  const calling = outgoing({ caller: 'gateway', target: 'Identity', key, timeoutMs: 3_000 });
  const upstreams = Object.fromEntries(
    Object.entries(services).map(([name, url]) => [name, createUpstream(name, url)]),
  );
  const app = buildApp({
    log,
    redis,
    services,
    upstreams,
    identity: createIdentityClient({ baseUrl: env.IDENTITY_URL, ...calling }),
    limits: {
      reads: env.RATE_LIMIT_READS,
      changes: env.RATE_LIMIT_CHANGES,
      signIns: env.RATE_LIMIT_SIGN_INS,
      checkouts: env.RATE_LIMIT_CHECKOUTS,
      carts: env.RATE_LIMIT_CARTS,
    },
    origins: { storefront: new Set(env.STOREFRONT_ORIGINS), console: new Set(env.CONSOLE_ORIGINS) },
    trustedProxies: env.TRUSTED_PROXIES ?? [],
    docs: env.DOCS_FOLDER,
    checkResponses: env.NODE_ENV !== 'production',
  });

  async function close(): Promise<void> {
    await Promise.all(Object.values(upstreams).map(upstream => upstream.close()));
    redis.disconnect();
  }
  return { name: 'gateway', port: env.PORT, log, app, close };
};

if (import.meta.main) await runService(gateway);

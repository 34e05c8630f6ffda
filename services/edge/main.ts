import { z } from 'zod';
import { kafkaConfig, list, readConfig, serviceConfig } from '../platform/config.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { connectKafka } from '../platform/messaging/kafka.ts';
import { createLog } from '../platform/observability/log.ts';
import { createEdge } from './app.ts';
import { cdnPurgers, purgerSetting } from './cache/purgers/config.ts';
import { listenersSetting } from './cache/routes.ts';

const { PORT, NODE_ENV, IDENTITY_URL, SERVICE_PUBLIC_KEYS } = serviceConfig;
const variables = {
  PORT,
  NODE_ENV,
  IDENTITY_URL,
  SERVICE_PUBLIC_KEYS,
  ...kafkaConfig,
  EDGE_LISTENERS: listenersSetting,
  EDGE_CACHE_MEGABYTES: z.coerce.number().positive(),
  TRUSTED_PROXIES: list().optional(),
  EDGE_PURGER: purgerSetting,
};

export const edge: ServiceProgram = environment => {
  const config = readConfig(variables, environment);
  const log = createLog('edge');
  const kafka = connectKafka(config, { clientId: 'edge', log });
  const { app, workers, close } = createEdge({
    kafka,
    log,
    listeners: config.EDGE_LISTENERS,
    identityUrl: config.IDENTITY_URL,
    maxBytes: config.EDGE_CACHE_MEGABYTES * 1024 * 1024,
    purgers: cdnPurgers(config.EDGE_PURGER),
    trustedProxies: config.TRUSTED_PROXIES ?? [],
    liveLimits: { perAddress: 100, total: 10_000 },
    checkResponses: config.NODE_ENV !== 'production',
  });
  return { name: 'edge', port: config.PORT, log, app, workers, close };
};

if (import.meta.main) await runService(edge);

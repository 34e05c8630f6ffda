import path from 'node:path';
import { z } from 'zod';
import { httpUrl, list, port, readConfig } from '../services/platform/config.ts';
import { runService, type ServiceProgram } from '../services/platform/http/service.ts';
import { build } from '../services/platform/observability/build.ts';
import { createLog } from '../services/platform/observability/log.ts';
import { buildApp } from './server/app.ts';

const variables = {
  PORT: port(),
  BUILD_DIR: z.string(),
  STOREFRONT_URL: httpUrl(),
  UPLOAD_ORIGINS: list(),
  CONSOLE_USAGE_SAMPLE: z.coerce.number().min(0).max(1).default(0),
};

export const admin: ServiceProgram = environment => {
  const config = readConfig(variables, environment);
  const log = createLog('admin');
  const app = buildApp({
    log,
    build: path.resolve(import.meta.dirname, config.BUILD_DIR),
    storefront: config.STOREFRONT_URL,
    uploads: config.UPLOAD_ORIGINS,
    usageSample: config.CONSOLE_USAGE_SAMPLE,
    version: build.commit ?? build.version,
  });
  return { name: 'admin', port: config.PORT, log, app, close: async () => {} };
};

if (import.meta.main) await runService(admin);

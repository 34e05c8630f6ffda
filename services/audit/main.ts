import { readConfig } from '../platform/config.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { postgresService, postgresServiceConfig } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { consumers } from './events.ts';
import { createFailedWork } from './failed-work/failed-work.ts';
import { createUpstreams, serviceUrlConfig } from './failed-work/upstreams.ts';
import { PrismaClient } from './prisma/client/client.ts';

export const audit: ServiceProgram = environment => {
  const env = readConfig(postgresServiceConfig, environment);
  const { urls, platform } = createUpstreams(readConfig(serviceUrlConfig, environment), env.SERVICE_PRIVATE_KEY);

  return postgresService({
    name: 'audit',
    env,
    connect: adapter => new PrismaClient({ adapter }),
    parts: ({ log, database, kafka, security, checkResponses }) => ({
      app: buildApp({
        log,
        database,
        failedWork: createFailedWork(platform, kafka),
        serviceUrls: urls,
        security,
        checkResponses,
      }),
      consumes: { consumers },
    }),
  });
};

if (import.meta.main) await runService(audit);

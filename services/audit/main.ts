import { readConfig } from '../platform/config.ts';
import { postgresServiceConfig, runPostgresService } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { consumers } from './events.ts';
import { createFailedWork } from './failed-work/failed-work.ts';
import { createUpstreams, serviceUrlConfig } from './failed-work/upstreams.ts';
import { PrismaClient } from './prisma/client/client.ts';

const env = readConfig(postgresServiceConfig);
const { urls, platform } = createUpstreams(readConfig(serviceUrlConfig), env.SERVICE_PRIVATE_KEY);

await runPostgresService({
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

import { readConfig } from '../platform/config.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { postgresService, postgresServiceConfig } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { retentionConfig, retentionRules } from './store-retention.ts';

export const registry: ServiceProgram = environment => {
  const env = readConfig({ ...postgresServiceConfig, ...retentionConfig }, environment);

  return postgresService({
    name: 'registry',
    env,
    connect: adapter => new PrismaClient({ adapter }),
    parts: ({ log, database, security, checkResponses }) => ({
      app: buildApp({ log, prisma: database, security, checkResponses }),
      retains: retentionRules(database, env),
    }),
  });
};

if (import.meta.main) await runService(registry);

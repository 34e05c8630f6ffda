import { readConfig } from '../platform/config.ts';
import { postgresServiceConfig, runPostgresService } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { retentionConfig, retentionRules } from './store-retention.ts';

const env = readConfig({ ...postgresServiceConfig, ...retentionConfig });

await runPostgresService({
  name: 'registry',
  env,
  connect: adapter => new PrismaClient({ adapter }),
  parts: ({ log, database, security, checkResponses }) => ({
    app: buildApp({ log, prisma: database, security, checkResponses }),
    retains: retentionRules(database, env),
  }),
});

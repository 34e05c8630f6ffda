import { readConfig } from '../platform/config.ts';
import { postgresServiceConfig, runPostgresService } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { consumers } from './events.ts';
import { PrismaClient } from './prisma/client/client.ts';

await runPostgresService({
  name: 'audit',
  env: readConfig(postgresServiceConfig),
  connect: adapter => new PrismaClient({ adapter }),
  parts: ({ log, database, security, checkResponses }) => ({
    app: buildApp({ log, database, security, checkResponses }),
    consumes: consumers,
  }),
});

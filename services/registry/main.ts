import { postgresUrl, readConfig, serviceConfig } from '../platform/config.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { runService } from '../platform/http/service.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp } from './app.ts';
import { PrismaClient } from './prisma/client/client.ts';

const { PORT, NODE_ENV, SERVICE_TOKEN_SECRET, IDENTITY_URL } = serviceConfig;
const config = readConfig({ PORT, NODE_ENV, SERVICE_TOKEN_SECRET, IDENTITY_URL, DATABASE_URL: postgresUrl() });
const log = createLog('registry');
const prisma = new PrismaClient({ adapter: prismaAdapter({ url: config.DATABASE_URL, log }) });
const app = buildApp({
  log,
  prisma,
  security: {
    session: sessionSecurity({ identityUrl: config.IDENTITY_URL }),
    service: serviceSecurity({ secret: config.SERVICE_TOKEN_SECRET }),
  },
  checkResponses: config.NODE_ENV !== 'production',
});

await runService({ name: 'registry', port: config.PORT, log, app, close: () => prisma.$disconnect() });

import { z } from 'zod';
import { identityTopics } from '../../generated/identity/events.ts';
import { httpUrl, readConfig, secret } from '../platform/config.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { postgresService, postgresServiceConfig } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { createAuth } from './auth.ts';
import { ensureFirstAdmin } from './first-admin.ts';
import { loadKeys } from './keys.ts';
import { createPasswords } from './passwords.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { retentionRules } from './store-retention.ts';

const variables = {
  ...postgresServiceConfig,
  AUTH_SECRET: secret(32),
  PUBLIC_URL: httpUrl(),
  FIRST_ADMIN_EMAIL: z.email(),
  FIRST_ADMIN_PASSWORD_FILE: z.string(),
};

export const identity: ServiceProgram = environment => {
  const env = readConfig(variables, environment);

  return postgresService({
    name: 'identity',
    env,
    connect: adapter => new PrismaClient({ adapter }),
    async parts({ log, database: prisma, security, checkResponses }) {
      const auth = createAuth({ prisma, secret: env.AUTH_SECRET, publicUrl: env.PUBLIC_URL });
      const firstAdmin = { email: env.FIRST_ADMIN_EMAIL, passwordFile: env.FIRST_ADMIN_PASSWORD_FILE };
      await ensureFirstAdmin({ prisma, ...firstAdmin, log });
      const keys = await loadKeys(prisma, env.AUTH_SECRET);
      return {
        app: buildApp({
          log,
          prisma,
          auth,
          keys,
          passwords: createPasswords(),
          secret: env.AUTH_SECRET,
          security,
          checkResponses,
        }),
        publishes: identityTopics,
        retains: retentionRules(prisma),
      };
    },
  });
};

if (import.meta.main) await runService(identity);

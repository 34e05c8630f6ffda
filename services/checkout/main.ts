import { readConfig } from '../platform/config.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { postgresLocks } from '../platform/data/locks.ts';
import { sessionSecurity } from '../platform/http/auth.ts';
import { runService } from '../platform/http/service.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp, runOptions } from './app.ts';
import { completer } from './completer.ts';
import { checkoutConfig } from './config.ts';
import { killAt } from './faults.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { reconciler } from './reconciler.ts';
import { connectUpstreams } from './upstreams.ts';

const env = readConfig(checkoutConfig);
const log = createLog('checkout');
const database = new PrismaClient({ adapter: prismaAdapter({ url: env.DATABASE_URL, log }) });
const locks = postgresLocks({ url: env.DATABASE_URL, log });
const dependencies = {
  log,
  database,
  upstreams: connectUpstreams(env, env.SERVICE_TOKEN_SECRET),
  security: { session: sessionSecurity({ identityUrl: env.IDENTITY_URL }) },
  storefrontUrl: env.STOREFRONT_URL,
  returnOrigins: env.ALLOWED_RETURN_ORIGINS ?? [],
  fault: killAt(env.NODE_ENV === 'production' ? undefined : env.FAULT_AFTER),
  checkResponses: env.NODE_ENV !== 'production',
};
const workers = [completer({ ...runOptions(dependencies), locks, log }), reconciler({ ...dependencies, locks })];
const close = () => Promise.all([locks.close(), database.$disconnect()]).then(() => {});

await runService({ name: 'checkout', port: env.PORT, log, app: buildApp(dependencies), workers, close });

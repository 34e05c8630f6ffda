import { utilities } from './packages.ts';

const redisUrl = process.env.REDIS_URL;
const module = (name: string, options: object) => ({ resolve: `@medusajs/medusa/${name}`, options });
const provider = (name: string, id: string) => ({
  providers: [{ resolve: name, id, is_default: true, options: { redisUrl } }],
});

/** What Medusa's guide to production asks for: Redis for events, workflows, locks and the cache; no admin. */
export default utilities.defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { ssl: false, sslmode: 'disable' },
    redisUrl,
    workerMode: process.env.MEDUSA_WORKER_MODE,
    http: {
      storeCors: 'http://127.0.0.1:3000',
      adminCors: 'http://127.0.0.1:3001',
      authCors: 'http://127.0.0.1:3001',
      jwtSecret: 'of-a-measurement',
      cookieSecret: 'of-a-measurement',
    },
  },
  modules: [
    module('caching', provider('@medusajs/caching-redis', 'caching-redis')),
    module('event-bus-redis', { redisUrl }),
    module('workflow-engine-redis', { redis: { redisUrl, url: redisUrl } }),
    module('locking', provider('@medusajs/medusa/locking-redis', 'locking-redis')),
  ],
});

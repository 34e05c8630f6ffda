import type { Express } from 'express';
import type { Db, MongoClient } from 'mongodb';
import type { z } from 'zod';
import type { TopicDefinition } from '../../contracts/codegen/runtime/events.ts';
import { serviceConfig, url } from './config.ts';
import { leaderLocks } from './data/leader.ts';
import { mongoLocks } from './data/lease-mongo.ts';
import type { Locks } from './data/locks.ts';
import { connectMongo } from './data/mongo.ts';
import { type RetentionRule, retention } from './data/retention.ts';
import { mongoFailedWork } from './failed-work/mongo-failed-work.ts';
import { failedWorkRouter } from './failed-work/router.ts';
import type { ServiceOptions } from './http/service.ts';
import { connectKafka, type KafkaConnection } from './messaging/kafka.ts';
import { mongoOutbox } from './messaging/outbox-mongo.ts';
import { createRelay } from './messaging/relay.ts';
import { createLog, type Log } from './observability/log.ts';
import type { Worker } from './workers/periodic-worker.ts';

/** The variables of every service on MongoDB. */
export const mongoServiceConfig = { ...serviceConfig, MONGODB_URL: url('mongodb', 'mongodb+srv') };

/** The parts of a service that the platform provides. */
export interface MongoServiceResources {
  log: Log;
  client: MongoClient;
  db: Db;
  kafka: KafkaConnection;
  /** Those of the service's leader. */
  locks: Locks;
  checkResponses: boolean;
}

/** What a service is made of. */
export interface MongoServiceParts {
  app: Express;
  /** The topics of the service's events: a relay publishes its outbox. */
  publishes: readonly TopicDefinition[];
  /** Its other background tasks. */
  workers: readonly Worker[];
  /** What is deleted once it is old. */
  retains: readonly RetentionRule[];
  /** Called last. */
  close(): void;
}

/**
 * What runs of a service on MongoDB: its app, with relay, workers and retention, on its connections to database and
 * Kafka.
 */
export async function mongoService(options: {
  name: string;
  env: z.output<z.ZodObject<typeof mongoServiceConfig>>;
  parts(resources: MongoServiceResources): Promise<MongoServiceParts>;
}): Promise<ServiceOptions> {
  const { name, env } = options;
  const log = createLog(name);
  const { client, db } = connectMongo(env.MONGODB_URL, name);
  const kafka = connectKafka(env, { clientId: name, log, signingKey: env.SERVICE_PRIVATE_KEY });
  const locks = leaderLocks(mongoLocks({ db, log }));
  const checkResponses = env.NODE_ENV !== 'production';
  const parts = await options.parts({ log, client, db, kafka, locks, checkResponses });
  const relay = createRelay({ kafka, source: mongoOutbox({ db }), topics: parts.publishes, log });
  return {
    name,
    port: env.PORT,
    log,
    app: parts.app,
    workers: [relay, ...parts.workers, retention({ rules: parts.retains, locks, log })],
    failedWork: failedWorkRouter({
      store: mongoFailedWork({ db }),
      audience: name,
      publicKeys: env.SERVICE_PUBLIC_KEYS,
      checkResponses,
    }),
    async close() {
      try {
        await locks.close();
        await client.close();
      } finally {
        parts.close();
      }
    },
  };
}

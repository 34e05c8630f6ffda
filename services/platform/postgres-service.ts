import type { PrismaPg } from '@prisma/adapter-pg';
import type { Express } from 'express';
import type { z } from 'zod';
import type { EventConsumer, TopicDefinition } from '../../contracts/codegen/runtime/events.ts';
import type { SecurityScheme } from '../../contracts/codegen/runtime/operation.ts';
import { postgresUrl, retentionDays, serviceConfig } from './config.ts';
import { databasePool, prismaAdapter, type SqlClient, type SqlDatabase, sqlClient } from './data/database.ts';
import { leaderLocks } from './data/leader.ts';
import { type Listener, postgresListener } from './data/listener.ts';
import { type Locks, postgresLocks } from './data/locks.ts';
import { postgresFlows } from './data/postgres-flows.ts';
import { platformRules, type RetentionRule, retention } from './data/retention.ts';
import { postgresFailedWork } from './failed-work/postgres-failed-work.ts';
import { failedWorkRouter } from './failed-work/router.ts';
import { serviceSecurity, sessionSecurity } from './http/auth.ts';
import type { RequestContext } from './http/context.ts';
import type { ServiceOptions } from './http/service.ts';
import { createConsumers } from './messaging/consumer.ts';
import { type InTransaction, inboxTransaction } from './messaging/inbox.ts';
import { connectKafka, type KafkaConnection } from './messaging/kafka.ts';
import { postgresOutbox } from './messaging/outbox-postgres.ts';
import { createRelay } from './messaging/relay.ts';
import type { Flow } from './observability/flow.ts';
import { createLog, type Log } from './observability/log.ts';
import type { Worker } from './workers/periodic-worker.ts';

/** The variables of every service on PostgreSQL: `readConfig({ ...postgresServiceConfig, SMTP_URL: url('smtp') })`. */
export const postgresServiceConfig = {
  ...serviceConfig,
  DATABASE_URL: postgresUrl(),
  /** No event is delivered again later: Kafka keeps events for seven days. */
  INBOX_RETENTION_DAYS: retentionDays(7),
};

type Verify = SecurityScheme<RequestContext<never>>['verify'];

/** The parts of a service that the platform provides. */
export interface ServiceResources<Database> {
  log: Log;
  database: Database;
  /** Single statements on the connections of `database`, for what runs with every order. */
  sql: SqlClient;
  kafka: KafkaConnection;
  /** Those of the service's leader. */
  locks: Locks;
  listener: Listener;
  /** The schemes of the generated router. */
  security: { session: Verify; service: Verify };
  checkResponses: boolean;
}

/**
 * The events that a service consumes, in the group of its name. Each handler runs in a transaction with its inbox row;
 * `inTransaction` gives the handlers another context.
 */
export type Consumes<Tx, C> =
  | { consumers: readonly EventConsumer<Tx>[]; inTransaction?: never }
  | { consumers: readonly EventConsumer<C>[]; inTransaction: InTransaction<C> };

/** What a service is made of. */
export interface ServiceParts<Tx, C> {
  app: Express;
  /** The topics of the service's events: a relay publishes its outbox. */
  publishes?: readonly TopicDefinition[];
  consumes?: Consumes<Tx, C>;
  /** Its other background tasks. */
  workers?: readonly Worker[];
  /** What is deleted once it is old, besides rows of the platform's tables. */
  retains?: readonly RetentionRule[];
  /** What `/health/flow` measures besides outbox, jobs and workers. */
  flows?: readonly Flow[];
  close?(): Promise<void>;
}

/**
 * What runs of a service on PostgreSQL: its app, with relay, consumers, workers and retention, on its connections to
 * database and Kafka.
 */
export async function postgresService<
  Tx extends SqlClient,
  Database extends SqlClient & { $disconnect(): Promise<void> },
  C = Tx,
>(options: {
  name: string;
  env: z.output<z.ZodObject<typeof postgresServiceConfig>>;
  connect(adapter: PrismaPg): Database & SqlDatabase<Tx>;
  parts(resources: ServiceResources<Database>): ServiceParts<Tx, C> | Promise<ServiceParts<Tx, C>>;
}): Promise<ServiceOptions> {
  const { name, env } = options;
  const log = createLog(name);
  const url = env.DATABASE_URL;
  const pool = databasePool({ url, log });
  const database = options.connect(prismaAdapter({ url, log }, pool));
  const kafka = connectKafka(env, { clientId: name, log, signingKey: env.SERVICE_PRIVATE_KEY });
  const locks = leaderLocks(postgresLocks({ url, log }));
  const listener = postgresListener({ url, log });
  const checkResponses = env.NODE_ENV !== 'production';
  const parts = await options.parts({
    log,
    database,
    sql: sqlClient(pool),
    kafka,
    locks,
    listener,
    security: {
      session: sessionSecurity({ identityUrl: env.IDENTITY_URL }),
      service: serviceSecurity({ audience: name, publicKeys: env.SERVICE_PUBLIC_KEYS }),
    },
    checkResponses,
  });
  const { app, publishes, consumes, workers = [], retains = [], flows = [] } = parts;
  const rules = [...platformRules(database, { inboxDays: env.INBOX_RETENTION_DAYS }), ...retains];
  const relay = publishes && createRelay({ kafka, source: postgresOutbox({ url }), topics: publishes, log });
  const consuming = { kafka, group: name, log };
  const consumer =
    consumes &&
    (consumes.inTransaction
      ? createConsumers<C>({ ...consuming, ...consumes })
      : createConsumers<Tx>({
          ...consuming,
          consumers: consumes.consumers,
          inTransaction: inboxTransaction(database, tx => tx),
        }));
  return {
    name,
    port: env.PORT,
    log,
    app,
    workers: [...(relay ? [relay] : []), ...(consumer ? [consumer] : []), ...workers, retention({ rules, locks, log })],
    flows: [...postgresFlows(database), ...flows],
    failedWork: failedWorkRouter({
      store: postgresFailedWork(database),
      audience: name,
      publicKeys: env.SERVICE_PUBLIC_KEYS,
      checkResponses,
    }),
    async close() {
      await parts.close?.();
      await Promise.all([locks.close(), listener.close(), database.$disconnect()]);
    },
  };
}

import type { EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { createAuditClient } from '../../../generated/audit/client.ts';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import { prismaAdapter } from '../../platform/data/database.ts';
import { sessionSecurity } from '../../platform/http/auth.ts';
import { inboxTransaction } from '../../platform/messaging/inbox.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { deliverTwice } from '../../platform/testing/deliver.ts';
import { testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { buildApp } from '../app.ts';
import { consumers } from '../events.ts';
import type { FailedWorkOfAll } from '../failed-work/failed-work.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import type { Tx } from '../store.ts';

const nothing: FailedWorkOfAll = { list: async () => ({ items: [], unavailable: [] }), act: async () => {} };

/** Audit on a database of its own, as staff see it; with the failed work and the services that are given. */
export async function auditSuite({
  failedWork = nothing,
  serviceUrls = new Map<string, string>(),
}: {
  failedWork?: FailedWorkOfAll;
  serviceUrls?: ReadonlyMap<string, string>;
} = {}) {
  const { url, drop } = await createTestDatabase('audit');
  const log = silentLog();
  const database = new PrismaClient({ adapter: prismaAdapter({ url, log }) });
  const identity = await testIdentity();
  const security = { session: sessionSecurity({ identityUrl: identity.url }) };
  const app = await startTestApp(buildApp({ log, database, failedWork, serviceUrls, security, checkResponses: true }));
  const staff = (...roles: string[]) =>
    createAuditClient({ baseUrl: app.url, headers: () => identity.headers({ kind: 'staff', id: 'ada', roles }) });
  const inTransaction = inboxTransaction<Tx, Tx>(database, tx => tx);

  return {
    url: app.url,
    identity,
    database,
    nobody: createAuditClient({ baseUrl: app.url }),
    staff,
    inTransaction,
    /** Delivers an event to the service, twice. */
    deliver: (record: EventRecord) => deliverTwice({ consumers, group: 'audit', inTransaction }, record),
    /** Every entry that an admin finds, page by page. */
    async entries(
      query: NonNullable<Parameters<ReturnType<typeof staff>['listChanges']>[0]>['query'],
      ...roles: string[]
    ): Promise<AuditEntry[]> {
      const found: AuditEntry[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = { ...query, ...(cursor === undefined ? {} : { cursor }) };
        const answer = await staff(...(roles.length > 0 ? roles : ['admin'])).listChanges({ query: page });
        if (answer.status !== 200) throw new Error(`${answer.status}`);
        found.push(...answer.body.items);
        if (answer.body.nextCursor === null) return found;
        cursor = answer.body.nextCursor;
      }
    },
    async close(): Promise<void> {
      await app.close();
      await identity.close();
      await database.$disconnect();
      await drop();
    },
  };
}

export type AuditSuite = Awaited<ReturnType<typeof auditSuite>>;

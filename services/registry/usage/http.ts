import type { RegistryHandlers } from '../../../generated/registry/server.ts';
import type { RequestContext } from '../../platform/http/context.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { latestDocuments } from '../store.ts';
import { bySunset, deprecatedOperations } from './deprecations.ts';
import { createReportLimit } from './report-limit.ts';
import { addConsoleUsage, addUsage, listReads, listUses, measuredSince } from './store.ts';

/** Who used something in as many days is said beside its end. */
const DAYS = 30;

/** The operations on what was measured of the use of contracts. */
export function usageHandlers(
  prisma: PrismaClient,
): Pick<RegistryHandlers<RequestContext>, 'listUsage' | 'listDeprecations' | 'recordUsage' | 'recordConsoleUsage'> {
  const limit = createReportLimit();
  return {
    async listUsage({ path: { kind, name }, query: { days } }) {
      const [since, uses, reads] = await Promise.all([
        measuredSince(prisma),
        listUses(prisma, kind, name, days),
        listReads(prisma, kind, name, days),
      ]);
      const byUse = Map.groupBy(reads, ({ operation, consumer }) => `${operation} ${consumer}`);
      const items = uses.map(({ version, ...use }) => ({
        ...use,
        ...(version !== undefined && { version }),
        fields: (byUse.get(`${use.operation} ${use.consumer}`) ?? []).map(({ pointer, lastRead }) => ({
          pointer,
          lastRead,
        })),
      }));
      return { status: 200, body: { measuredSince: since, items } };
    },

    async listDeprecations() {
      const documents = await latestDocuments(prisma, 'openapi');
      const items = [];
      for (const { name, document } of documents) {
        const operations = deprecatedOperations(document);
        const uses = operations.length === 0 ? [] : await listUses(prisma, 'openapi', name, DAYS);
        for (const each of operations) {
          const consumers = uses
            .filter(({ operation }) => operation === each.operation)
            .map(({ consumer, lastUsed }) => ({ consumer, lastUsed }));
          items.push({ name, ...each, consumers });
        }
      }
      return { status: 200, body: { items: items.sort(bySunset) } };
    },

    async recordUsage({ path: { batchId }, body }) {
      await addUsage(prisma, batchId, body);
      return { status: 204 };
    },

    async recordConsoleUsage({ path: { batchId }, body }, { principal }) {
      await limit(principal.id);
      await addConsoleUsage(prisma, batchId, body);
      return { status: 204 };
    },
  };
}

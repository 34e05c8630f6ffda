import type { RegistryHandlers } from '../../../generated/registry/server.ts';
import type { RequestContext } from '../../platform/http/context.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { addUsage, listReads, listUses, measuredSince } from './store.ts';

/** The operations on what was measured of the use of contracts. */
export function usageHandlers(
  prisma: PrismaClient,
): Pick<RegistryHandlers<RequestContext>, 'listUsage' | 'recordUsage'> {
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

    async recordUsage({ path: { batchId }, body }) {
      await addUsage(prisma, batchId, body);
      return { status: 204 };
    },
  };
}

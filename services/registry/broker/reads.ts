import type { PrismaClient } from '../prisma/client/client.ts';
import type { VersionOf } from './matrix.ts';
import { consumersOf, deployedVersions, findIntegration, latestVersion, pactsOfConsumer } from './store.ts';

/** What the integrations of versions are read with. */
export type Reads = ReturnType<typeof createReads>;

/** Asks the database for the same at most once: every environment compares a version with the same others. */
export function createReads(prisma: PrismaClient) {
  return {
    consumersOf: once(async (provider: string) => consumersOf(prisma, provider)),
    deployedVersions: once(async (environmentId: string, pacticipant: string) =>
      deployedVersions(prisma, environmentId, pacticipant),
    ),
    findIntegration: once(async (consumer: VersionOf, provider: { pacticipant: string; number: string | undefined }) =>
      findIntegration(prisma, consumer, provider),
    ),
    latestVersion: once(async (pacticipant: string) => latestVersion(prisma, pacticipant)),
    pactsOfConsumer: once(async (version: VersionOf) => pactsOfConsumer(prisma, version)),
  };
}

function once<Args extends readonly unknown[], Result>(read: (...args: Args) => Promise<Result>) {
  const known = new Map<string, Promise<Result>>();
  return (...args: Args): Promise<Result> => {
    const key = JSON.stringify(args);
    const found = known.get(key) ?? read(...args);
    known.set(key, found);
    return found;
  };
}

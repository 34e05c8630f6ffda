import type { Deployability, PactResults } from '../../../generated/registry/types.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { currentDeployments } from './dependents.ts';
import { integrationsOf } from './integrations.ts';
import { matrixOf } from './matrix.ts';
import { createReads } from './reads.ts';
import { listEnvironments, listPacticipants, pactsToVerify } from './store.ts';

const listOf = (value: unknown, name: string): unknown[] => {
  const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return Array.isArray(list) ? list : [];
};

/** Every pact that counts with its last verification, by consumer and provider. */
export async function pactResults(prisma: PrismaClient): Promise<PactResults> {
  const items: PactResults['items'] = [];
  for (const name of await listPacticipants(prisma)) {
    for (const { consumer, provider, sha256, versions } of await pactsToVerify(prisma, name)) {
      const pact = await prisma.pact.findUniqueOrThrow({
        where: { consumer_provider_sha256: { consumer, provider, sha256 } },
        include: { verifications: { orderBy: { verifiedAt: 'desc' }, take: 1 } },
      });
      const [last] = pact.verifications;
      const interactions = listOf(pact.content, 'interactions').length + listOf(pact.content, 'messages').length;
      const result = last === undefined ? 'unknown' : last.success ? 'success' : 'failed';
      const verified = last && { providerVersion: last.providerVersion, verifiedAt: last.verifiedAt.toISOString() };
      items.push({ consumer, provider, consumerVersions: versions, interactions, result, ...verified });
    }
  }
  return { items };
}

/**
 * Whether the latest version of each service may go to each environment, and whether it works with the latest versions
 * of all others.
 */
export async function deployability(prisma: PrismaClient): Promise<Deployability> {
  const [environments, running, names] = await Promise.all([
    listEnvironments(prisma),
    currentDeployments(prisma),
    listPacticipants(prisma),
  ]);
  const reads = createReads(prisma);
  const items: Deployability['items'] = [];
  for (const pacticipant of names) {
    const latest = await reads.latestVersion(pacticipant);
    if (!latest) continue;
    const version = latest.number;
    const asked = [{ pacticipant, number: version }];
    for (const environment of [undefined, ...environments]) {
      const scope = environment ? { environmentId: environment.id } : 'latest';
      const { summary } = matrixOf(await integrationsOf(reads, asked, scope), [], []);
      const deployed = running.find(row => row.environmentId === environment?.id && row.pacticipant === pacticipant);
      const { deployable, reason, failed, unknown } = summary;
      items.push({
        pacticipant,
        version,
        deployable,
        reason,
        failed,
        unknown,
        ...(environment && { environment: environment.name }),
        ...(deployed && { deployedVersion: deployed.version }),
      });
    }
  }
  return { environments: environments.map(({ name, production }) => ({ name, production })), items };
}

import type { PrismaClient } from '../prisma/client/client.ts';
import { pactsToVerify } from './store.ts';

type Verification = 'success' | 'failed' | 'unknown';

/** Who depends on a service: a consumer whose latest or deployed version has a pact with it. */
export interface ConsumerOf {
  consumer: string;
  versions: string[];
  /** The environments in which one of the versions runs. */
  environments: string[];
  verification: Verification;
  /** The contents of its pacts. */
  pacts: unknown[];
}

/** What several verifications come to: one that failed counts first, then one that is not there. */
const worst = (verdicts: readonly Verification[]): Verification =>
  verdicts.find(verdict => verdict === 'failed') ?? verdicts.find(verdict => verdict === 'unknown') ?? 'success';

/** The consumers of a service, by name. */
export async function dependentsOf(prisma: PrismaClient, provider: string): Promise<ConsumerOf[]> {
  const found = new Map<string, ConsumerOf & { verdicts: Verification[] }>();
  for (const { consumer, sha256, versions } of await pactsToVerify(prisma, provider)) {
    const pact = await prisma.pact.findUniqueOrThrow({
      where: { consumer_provider_sha256: { consumer, provider, sha256 } },
      include: { verifications: { orderBy: { verifiedAt: 'desc' }, take: 1 } },
    });
    const [last] = pact.verifications;
    const known = found.get(consumer) ?? {
      consumer,
      versions: [],
      environments: [],
      verification: 'unknown' as const,
      pacts: [],
      verdicts: [],
    };
    known.versions.push(...versions);
    known.pacts.push(pact.content);
    known.verdicts.push(last === undefined ? 'unknown' : last.success ? 'success' : 'failed');
    found.set(consumer, known);
  }
  const deployments = await currentDeployments(prisma);
  return [...found.values()]
    .sort((one, other) => one.consumer.localeCompare(other.consumer))
    .map(({ verdicts, ...dependent }) => {
      const running = deployments.filter(
        ({ pacticipant, version }) => pacticipant === dependent.consumer && dependent.versions.includes(version),
      );
      const environments = [...new Set(running.map(({ environment }) => environment.name))];
      return { ...dependent, environments, verification: worst(verdicts) };
    });
}

/** What runs now, by environment and pacticipant. */
export const currentDeployments = (prisma: PrismaClient, environment?: string) =>
  prisma.deployment.findMany({
    where: { undeployedAt: null, ...(environment === undefined ? {} : { environment: { name: environment } }) },
    include: { environment: { select: { name: true, production: true } } },
    orderBy: [{ environment: { name: 'asc' } }, { pacticipant: 'asc' }, { instance: 'asc' }],
  });

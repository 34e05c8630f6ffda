import { newId } from '../../platform/ids.ts';
import { sha256 } from '../contract.ts';
import type { Prisma, PrismaClient } from '../prisma/client/client.ts';
import type { Integration, VersionOf } from './matrix.ts';

type Tx = Prisma.TransactionClient;
type Database = Tx | PrismaClient;

export interface NewPact {
  consumer: string;
  provider: string;
  content: Prisma.InputJsonObject;
}

/** Serialises changes of one subject until the transaction ends. */
async function lock(tx: Tx, subject: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 0))`;
}

/** Stores a version, or changes its branch. */
export async function saveVersion(database: Database, version: VersionOf, branch?: string) {
  const { pacticipant, number } = version;
  return database.pacticipantVersion.upsert({
    where: { pacticipant_number: { pacticipant, number } },
    create: { pacticipant, number, branch: branch ?? null },
    update: branch === undefined ? {} : { branch },
  });
}

export const findVersion = (database: Database, { pacticipant, number }: VersionOf) =>
  database.pacticipantVersion.findUnique({ where: { pacticipant_number: { pacticipant, number } } });

export const latestVersion = (database: Database, pacticipant: string) =>
  database.pacticipantVersion.findFirst({
    where: { pacticipant },
    orderBy: [{ createdAt: 'desc' }, { number: 'desc' }],
  });

/**
 * Publishes the pacts of one version of a consumer, all or none. The same ones again change nothing.
 * @returns the SHA-256 of each pact, or the provider of the pact that is published differently
 */
export function publishPacts(
  prisma: PrismaClient,
  version: VersionOf,
  branch: string | undefined,
  pacts: readonly NewPact[],
): Promise<{ published: { provider: string; sha256: string }[] } | { conflict: string }> {
  class Conflict extends Error {}
  return prisma
    .$transaction(async tx => {
      await lock(tx, `pacts/${version.pacticipant}/${version.number}`);
      await saveVersion(tx, version, branch);
      const published = [];
      for (const { consumer, provider, content } of pacts) {
        const key = { consumer, provider, sha256: sha256(content) };
        await tx.pact.createMany({ data: { ...key, content }, skipDuplicates: true });
        const name = { consumer, consumerVersion: version.number, provider };
        const { sha256: existing } = await tx.pactPublication.upsert({
          where: { consumer_consumerVersion_provider: name },
          create: { ...name, sha256: key.sha256 },
          update: {},
        });
        if (existing !== key.sha256) throw new Conflict(provider);
        published.push({ provider, sha256: key.sha256 });
      }
      return { published };
    })
    .catch((error: unknown) => {
      if (error instanceof Conflict) return { conflict: error.message };
      throw error;
    });
}

export interface PactKey {
  consumer: string;
  provider: string;
  sha256: string;
}

export const findPact = (database: Database, key: PactKey) =>
  database.pact.findUnique({ where: { consumer_provider_sha256: key } });

/** Stores the report of a version of the provider; its latest report counts. */
export function saveVerification(
  prisma: PrismaClient,
  pact: PactKey,
  report: { providerVersion: string; success: boolean; buildUrl: string | null },
) {
  return prisma.$transaction(async tx => {
    await saveVersion(tx, { pacticipant: pact.provider, number: report.providerVersion });
    const verifiedAt = new Date();
    return tx.pactVerification.upsert({
      where: { consumer_provider_sha256_providerVersion: { ...pact, providerVersion: report.providerVersion } },
      create: { ...pact, ...report, verifiedAt },
      update: { ...report, verifiedAt },
    });
  });
}

export const listEnvironments = (prisma: PrismaClient) => prisma.environment.findMany({ orderBy: { name: 'asc' } });

export const findEnvironment = (prisma: PrismaClient, by: { id: string } | { name: string }) =>
  prisma.environment.findUnique({ where: by });

/** Creates an environment; one of that name stays as it is. */
export async function createEnvironment(
  prisma: PrismaClient,
  added: { name: string; displayName: string; production: boolean },
) {
  await prisma.environment.createMany({ data: { id: newId(), ...added }, skipDuplicates: true });
  return prisma.environment.findUniqueOrThrow({ where: { name: added.name } });
}

/** Records a deployment; the version that the environment had of this instance is undeployed. */
export function recordDeployment(
  prisma: PrismaClient,
  { pacticipant, number: version }: VersionOf,
  environmentId: string,
  instance: string,
) {
  return prisma.$transaction(async tx => {
    await lock(tx, `deployments/${environmentId}/${pacticipant}/${instance}`);
    await saveVersion(tx, { pacticipant, number: version });
    const current = { pacticipant, environmentId, instance, undeployedAt: null };
    const same = await tx.deployment.findFirst({ where: { ...current, version } });
    if (same) return same;
    await tx.deployment.updateMany({ where: current, data: { undeployedAt: new Date() } });
    return tx.deployment.create({ data: { id: newId(), pacticipant, version, environmentId, instance } });
  });
}

/** The versions of a pacticipant that an environment has now; several where several instances run. */
export async function deployedVersions(
  prisma: PrismaClient,
  environmentId: string,
  pacticipant: string,
): Promise<string[]> {
  const rows = await prisma.deployment.findMany({
    where: { environmentId, pacticipant, undeployedAt: null },
    select: { version: true },
    distinct: ['version'],
    orderBy: { version: 'asc' },
  });
  return rows.map(({ version }) => version);
}

/** Every consumer and provider of a pact, and everything with a version; by name. */
export async function listPacticipants(prisma: PrismaClient): Promise<string[]> {
  const [versions, pacts] = await Promise.all([
    prisma.pacticipantVersion.findMany({ select: { pacticipant: true }, distinct: ['pacticipant'] }),
    prisma.pact.findMany({ select: { provider: true }, distinct: ['provider'] }),
  ]);
  return [...new Set([...versions.map(row => row.pacticipant), ...pacts.map(row => row.provider)])].sort();
}

/** The pacts that a version has as a consumer. */
export const pactsOfConsumer = (prisma: PrismaClient, { pacticipant, number }: VersionOf) =>
  prisma.pactPublication.findMany({
    where: { consumer: pacticipant, consumerVersion: number },
    include: { pact: { select: { createdAt: true } } },
    orderBy: { provider: 'asc' },
  });

/** Who ever published a pact with a provider. */
export async function consumersOf(prisma: PrismaClient, provider: string): Promise<string[]> {
  const rows = await prisma.pactPublication.findMany({
    where: { provider },
    select: { consumer: true },
    distinct: ['consumer'],
    orderBy: { consumer: 'asc' },
  });
  return rows.map(({ consumer }) => consumer);
}

/** The integration of two versions; undefined where the consumer's version has no pact with the provider. */
export async function findIntegration(
  prisma: PrismaClient,
  consumer: VersionOf,
  provider: { pacticipant: string; number: string | undefined },
): Promise<Integration | undefined> {
  const publication = await prisma.pactPublication.findUnique({
    where: {
      consumer_consumerVersion_provider: {
        consumer: consumer.pacticipant,
        consumerVersion: consumer.number,
        provider: provider.pacticipant,
      },
    },
    include: {
      pact: {
        select: { createdAt: true, verifications: { where: { providerVersion: provider.number ?? '' } } },
      },
    },
  });
  if (!publication) return undefined;
  const [verification] = publication.pact.verifications;
  return {
    consumer: { name: consumer.pacticipant, version: consumer.number },
    provider: { name: provider.pacticipant, version: provider.number },
    pactCreatedAt: publication.pact.createdAt,
    ...(verification ? { verification: { success: verification.success, verifiedAt: verification.verifiedAt } } : {}),
  };
}

/** The pacts with a provider that count now: of each consumer's latest version, and of every deployed version. */
export async function pactsToVerify(
  prisma: PrismaClient,
  provider: string,
): Promise<(PactKey & { versions: string[] })[]> {
  const bySha = new Map<string, PactKey & { versions: string[] }>();
  for (const consumer of await consumersOf(prisma, provider)) {
    const latest = await prisma.pactPublication.findMany({
      where: { consumer, provider },
      select: { consumerVersion: true },
    });
    const versions = await prisma.pacticipantVersion.findMany({
      where: { pacticipant: consumer, number: { in: latest.map(row => row.consumerVersion) } },
      orderBy: [{ createdAt: 'desc' }, { number: 'desc' }],
      take: 1,
    });
    const deployed = await prisma.deployment.findMany({
      where: { pacticipant: consumer, undeployedAt: null },
      select: { version: true },
    });
    const numbers = new Set([...versions.map(row => row.number), ...deployed.map(row => row.version)]);
    const publications = await prisma.pactPublication.findMany({
      where: { consumer, provider, consumerVersion: { in: [...numbers] } },
      orderBy: { consumerVersion: 'asc' },
    });
    for (const { sha256, consumerVersion } of publications) {
      const known = bySha.get(`${consumer} ${sha256}`) ?? { consumer, provider, sha256, versions: [] };
      known.versions.push(consumerVersion);
      bySha.set(`${consumer} ${sha256}`, known);
    }
  }
  return [...bySha.values()];
}

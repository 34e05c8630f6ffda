import { compareVersions, type Version } from './contract.ts';
import type { Contract, Prisma, PrismaClient } from './prisma/client/client.ts';

export type Kind = 'openapi' | 'asyncapi';
export type ContractRow = Omit<Contract, 'document'>;

const withoutDocument = { document: true } as const;

export interface NewVersion {
  kind: Kind;
  name: string;
  version: string;
  parsed: Version;
  title: string;
  owner: string | null;
  contact?: Prisma.InputJsonObject;
  sha256: string;
  document: Prisma.InputJsonObject;
  intendedBreaks: Prisma.InputJsonArray;
  gitRevision: string | null;
  publishedBy: string;
}

/** A registered version with its document. */
export type Registered = Pick<Contract, 'version' | 'document'>;

/** What is registered of a contract before a version is added. */
export interface RegisteredVersions {
  /** The version of the same number. */
  taken?: Registered;
  /** The highest version. */
  latest?: Registered;
  /** The versions of lower numbers, the highest first: of events at most 50, else one. */
  lower: Registered[];
}

const EARLIER_VERSIONS = 50;

/**
 * Stores a version, where `judge` has nothing against it; the same document again gives the row as it is. Versions of
 * one contract are published one after the other, so that each is judged by what is registered, and exactly one is the
 * latest; what follows from that one is done in the same transaction, and may be done again.
 */
export function publish<R>(
  prisma: PrismaClient,
  added: NewVersion,
  judge: (registered: RegisteredVersions) => R | undefined,
  onLatest: (tx: Prisma.TransactionClient) => Promise<void>,
): Promise<{ row: ContractRow } | { refused: R }> {
  const { kind, name, version, parsed } = added;
  const byVersion = (number: string) => ({ kind_name_version: { kind, name, version: number } });
  const run = async (tx: Prisma.TransactionClient) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${kind}/${name}`}, 0))::text`;
    const existing = await tx.contract.findUnique({ where: byVersion(version), omit: withoutDocument });
    if (existing?.sha256 === added.sha256) {
      if (existing.latest) await onLatest(tx);
      return { row: existing };
    }
    const registered = await registeredVersions(tx, added);
    const refused = judge(registered);
    if (refused !== undefined) return { refused };
    const latest = await tx.contract.findFirst({ where: { kind, name, latest: true }, omit: withoutDocument });
    const isLatest = latest === null || compareVersions(parsed, latest) > 0;
    if (latest && isLatest) await tx.contract.update({ where: byVersion(latest.version), data: { latest: false } });
    const { parsed: _, ...columns } = added;
    if (isLatest) await onLatest(tx);
    return {
      row: await tx.contract.create({ data: { ...columns, ...parsed, latest: isLatest }, omit: withoutDocument }),
    };
  };
  return prisma.$transaction(run, { timeout: 60_000 });
}

async function registeredVersions(tx: Prisma.TransactionClient, added: NewVersion): Promise<RegisteredVersions> {
  const { kind, name, version, parsed } = added;
  const rows = await tx.contract.findMany({ where: { kind, name }, omit: withoutDocument });
  rows.sort((one, other) => compareVersions(other, one));
  const wanted = rows
    .filter(row => compareVersions(row, parsed) < 0)
    .slice(0, kind === 'asyncapi' ? EARLIER_VERSIONS : 1)
    .map(row => row.version);
  const latest = rows[0]?.version;
  const numbers = new Set([...wanted, version, ...(latest === undefined ? [] : [latest])]);
  const found = await tx.contract.findMany({
    where: { kind, name, version: { in: [...numbers] } },
    select: { version: true, document: true },
  });
  const registered = (number: string | undefined) => found.find(row => row.version === number);
  const taken = registered(version);
  const highest = registered(latest);
  return {
    ...(taken && { taken }),
    ...(highest && { latest: highest }),
    lower: wanted.flatMap(number => registered(number) ?? []),
  };
}

/** The latest version of every contract, by kind and name, after the one that `after` names. */
export function listLatest(
  prisma: PrismaClient,
  kind: Kind | undefined,
  limit: number,
  after?: { kind: string; name: string },
): Promise<ContractRow[]> {
  return prisma.contract.findMany({
    where: {
      latest: true,
      ...(kind ? { kind } : {}),
      ...(after ? { OR: [{ kind: { gt: after.kind } }, { kind: after.kind, name: { gt: after.name } }] } : {}),
    },
    orderBy: [{ kind: 'asc' }, { name: 'asc' }],
    take: limit,
    omit: withoutDocument,
  });
}

/** The latest document of every contract of a kind, by name. */
export function latestDocuments(prisma: PrismaClient, kind: Kind): Promise<Pick<Contract, 'name' | 'document'>[]> {
  return prisma.contract.findMany({
    where: { kind, latest: true },
    select: { name: true, document: true },
    orderBy: { name: 'asc' },
  });
}

/** Versions of one contract, last published first, before the one that `before` names. */
export function listVersions(
  prisma: PrismaClient,
  kind: Kind,
  name: string,
  limit: number,
  before?: { publishedAt: Date; version: string },
): Promise<ContractRow[]> {
  return prisma.contract.findMany({
    where: {
      kind,
      name,
      ...(before
        ? {
            OR: [
              { publishedAt: { lt: before.publishedAt } },
              { publishedAt: before.publishedAt, version: { lt: before.version } },
            ],
          }
        : {}),
    },
    orderBy: [{ publishedAt: 'desc' }, { version: 'desc' }],
    take: limit,
    omit: withoutDocument,
  });
}

/** One version with its document; `latest` names the newest. */
export function findVersion(prisma: PrismaClient, kind: Kind, name: string, version: string): Promise<Contract | null> {
  return version === 'latest'
    ? prisma.contract.findFirst({ where: { kind, name, latest: true } })
    : prisma.contract.findUnique({ where: { kind_name_version: { kind, name, version } } });
}

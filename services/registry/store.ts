import { compareVersions, type Version } from './contract.ts';
import type { Contract, PrismaClient } from './prisma/client/client.ts';
import type { InputJsonObject } from './prisma/client/internal/prismaNamespace.ts';

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
  sha256: string;
  document: InputJsonObject;
  gitRevision: string | null;
  publishedBy: string;
}

/**
 * Stores a version once. The same document again gives the row as it is; another document under a published version
 * gives 'differs'. Versions of one contract are published one after the other, so that exactly one is its latest.
 */
export function publish(prisma: PrismaClient, added: NewVersion): Promise<ContractRow | 'differs'> {
  const { kind, name, version, parsed } = added;
  return prisma.$transaction(async tx => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${kind}/${name}`}, 0))::text`;
    const existing = await tx.contract.findUnique({
      where: { kind_name_version: { kind, name, version } },
      omit: withoutDocument,
    });
    if (existing) return existing.sha256 === added.sha256 ? existing : 'differs';
    const latest = await tx.contract.findFirst({ where: { kind, name, latest: true }, omit: withoutDocument });
    const isLatest = latest === null || compareVersions(parsed, latest) > 0;
    if (latest && isLatest) {
      await tx.contract.update({
        where: { kind_name_version: { kind, name, version: latest.version } },
        data: { latest: false },
      });
    }
    const { parsed: _, ...columns } = added;
    return tx.contract.create({ data: { ...columns, ...parsed, latest: isLatest }, omit: withoutDocument });
  });
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

import { z } from 'zod';
import type { RegistryHandlers } from '../../generated/registry/server.ts';
import type { Contract as ContractBody } from '../../generated/registry/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { describe, parseVersion, sha256 } from './contract.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { type ContractRow, findVersion, type Kind, listLatest, listVersions, publish } from './store.ts';

const contractCursor = z.object({ kind: z.string(), name: z.string() });
const versionCursor = z.object({ publishedAt: z.coerce.date(), version: z.string() });

function bodyOf(row: ContractRow): ContractBody {
  return {
    kind: row.kind === 'openapi' ? 'openapi' : 'asyncapi',
    name: row.name,
    version: row.version,
    title: row.title,
    sha256: row.sha256,
    publishedBy: row.publishedBy,
    publishedAt: row.publishedAt.toISOString(),
    ...(row.owner === null ? {} : { owner: row.owner }),
    ...(row.gitRevision === null ? {} : { gitRevision: row.gitRevision }),
  };
}

const unknown = (kind: Kind, name: string) =>
  refusal(404, `There is no such version of the ${kind} contract "${name}".`);

type ContractOperation = 'listContracts' | 'listContractVersions' | 'getContract' | 'publishContract';

/** The operations on contract documents. */
export function registryHandlers(prisma: PrismaClient): Pick<RegistryHandlers<RequestContext>, ContractOperation> {
  return {
    async listContracts({ query: { kind, limit, cursor } }) {
      const rows = await listLatest(
        prisma,
        kind,
        limit + 1,
        cursor === undefined ? undefined : decodeCursor(contractCursor, cursor),
      );
      const page = pageOf(rows, limit, ({ kind, name }) => ({ kind, name }));
      return { status: 200, body: { ...page, items: page.items.map(bodyOf) } };
    },

    async listContractVersions({ path: { kind, name }, query: { limit, cursor } }) {
      const rows = await listVersions(
        prisma,
        kind,
        name,
        limit + 1,
        cursor === undefined ? undefined : decodeCursor(versionCursor, cursor),
      );
      if (rows.length === 0 && cursor === undefined) return unknown(kind, name);
      const page = pageOf(rows, limit, ({ publishedAt, version }) => ({ publishedAt, version }));
      return { status: 200, body: { ...page, items: page.items.map(bodyOf) } };
    },

    async getContract({ path: { kind, name, version } }) {
      const row = await findVersion(prisma, kind, name, version);
      if (!row) return unknown(kind, name);
      return { status: 200, body: { ...bodyOf(row), document: z.record(z.string(), z.unknown()).parse(row.document) } };
    },

    async publishContract({ path: { kind, name, version }, body: { document, gitRevision } }, { principal }) {
      const parsed = parseVersion(version);
      if (!parsed) return refusal(422, `"${version}" is no version: give one such as 1.2.3.`);
      const description = describe(kind, version, document);
      if (typeof description === 'string') return refusal(422, description);
      const row = await publish(prisma, {
        kind,
        name,
        version,
        parsed,
        title: description.title,
        owner: description.owner ?? null,
        sha256: sha256(document),
        document: z.record(z.string(), z.json()).parse(document),
        gitRevision: gitRevision ?? null,
        publishedBy: principal.email ?? principal.id,
      });
      if (row === 'differs')
        return refusal(409, `Version ${version} is published with another document: raise the version.`);
      return { status: 200, body: bodyOf(row) };
    },
  };
}

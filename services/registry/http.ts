import { z } from 'zod';
import { eventSubjects } from '../../contracts/codegen/registry/event-subjects.ts';
import { judgeVersion, type VersionRefusal } from '../../contracts/codegen/registry/judge-version.ts';
import { usesOf } from '../../contracts/codegen/registry/pact-uses.ts';
import { registeredContract } from '../../contracts/codegen/registry/registered-contract.ts';
import type { RegistryHandlers } from '../../generated/registry/server.ts';
import type { Contract as ContractBody, Finding as FindingBody } from '../../generated/registry/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { documentOf, findingBody, unknownContract } from './bodies.ts';
import { currentDeployments, dependentsOf } from './broker/dependents.ts';
import { deployability, pactResults } from './broker/results.ts';
import { contactOf, describe, parseVersion, sha256 } from './contract.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { registerOfContract } from './schemas/store.ts';
import { type ContractRow, findVersion, listLatest, listVersions, publish, type RegisteredVersions } from './store.ts';

const contractCursor = z.object({ kind: z.string(), name: z.string() });
const versionCursor = z.object({ publishedAt: z.coerce.date(), version: z.string() });

function bodyOf(row: ContractRow): ContractBody {
  const contact = contactOf({ info: row });
  return {
    kind: row.kind === 'openapi' ? 'openapi' : 'asyncapi',
    name: row.name,
    version: row.version,
    title: row.title,
    sha256: row.sha256,
    publishedBy: row.publishedBy,
    publishedAt: row.publishedAt.toISOString(),
    ...(row.owner === null ? {} : { owner: row.owner }),
    ...(contact && { contact }),
    ...(row.gitRevision === null ? {} : { gitRevision: row.gitRevision }),
  };
}

type ContractOperation =
  | 'listContracts'
  | 'listContractVersions'
  | 'getContract'
  | 'publishContract'
  | 'listDependents'
  | 'listDeployments'
  | 'listPactResults'
  | 'listDeployability';

interface Refused {
  code: VersionRefusal['code'];
  neededVersion?: string;
  findings: FindingBody[];
}

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
      if (rows.length === 0 && cursor === undefined) return unknownContract(kind, name);
      const page = pageOf(rows, limit, ({ publishedAt, version }) => ({ publishedAt, version }));
      return { status: 200, body: { ...page, items: page.items.map(bodyOf) } };
    },

    async getContract({ path: { kind, name, version } }) {
      const row = await findVersion(prisma, kind, name, version);
      if (!row) return unknownContract(kind, name);
      return { status: 200, body: { ...bodyOf(row), document: documentOf(row) } };
    },

    async publishContract(
      { path: { kind, name, version }, body: { document, gitRevision, intendedBreaks = [] } },
      { principal },
    ) {
      const parsed = parseVersion(version);
      if (!parsed) return refusal(422, `"${version}" is no version: give one such as 1.2.3.`);
      const description = describe(kind, version, document);
      if (typeof description === 'string') return refusal(422, description);
      const content = z.record(z.string(), z.json()).parse(document);
      const added = {
        kind,
        name,
        version,
        parsed,
        title: description.title,
        owner: description.owner ?? null,
        ...(description.contact && { contact: { ...description.contact } }),
        sha256: sha256(document),
        document: content,
        intendedBreaks: intendedBreaks.map(entry => ({ ...entry, at: [...entry.at] })),
        gitRevision: gitRevision ?? null,
        publishedBy: principal.email ?? principal.id,
      };
      const contract = registeredContract(name, content);
      const contractOf = (registered: { document: unknown }) => registeredContract(name, documentOf(registered));
      const judge = ({ taken, latest, lower }: RegisteredVersions) =>
        judgeVersion({
          added: contract,
          ...(taken && { taken: contractOf(taken) }),
          ...(latest && { latest: contractOf(latest) }),
          lower: lower.map(contractOf),
          intended: intendedBreaks,
          today: new Date(),
        });
      const subjects = kind === 'asyncapi' ? eventSubjects(contract) : [];
      const result = await publish(prisma, added, judge, async tx => {
        for (const { subject, schema, compatibility } of subjects)
          await registerOfContract(tx, name, subject, { text: JSON.stringify(schema), content: schema }, compatibility);
      });
      if ('row' in result) return { status: 200, body: bodyOf(result.row) };
      const { code, message, needed, findings } = result.refused;
      const more: Refused = { code, findings: findings.map(findingBody) };
      if (needed !== undefined) more.neededVersion = needed;
      return { status: 409, body: { ...more, ...refusal(409, message).body } };
    },

    async listDependents({ path: { kind, name }, query: { operation } }) {
      const contract = await findVersion(prisma, kind, name, 'latest');
      const items = (await dependentsOf(prisma, name))
        .map(({ pacts, ...dependent }) => ({
          ...dependent,
          uses: pacts
            .flatMap(pact => usesOf(pact, contract?.document))
            .filter(use => (kind === 'asyncapi') === (use.message !== undefined))
            .filter(use => operation === undefined || operation === use.operation || operation === use.message),
        }))
        .filter(({ uses }) => uses.length > 0);
      return { status: 200, body: { items } };
    },

    async listDeployments({ query: { environment } }) {
      const rows = await currentDeployments(prisma, environment);
      const items = rows.map(({ environment: { name, production }, pacticipant, version, instance, deployedAt }) => ({
        environment: name,
        production,
        pacticipant,
        version,
        ...(instance === '' ? {} : { instance }),
        deployedAt: deployedAt.toISOString(),
      }));
      return { status: 200, body: { items } };
    },

    async listPactResults() {
      return { status: 200, body: await pactResults(prisma) };
    },

    async listDeployability() {
      return { status: 200, body: await deployability(prisma) };
    },
  };
}

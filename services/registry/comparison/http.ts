import { readDraft } from '../../../contracts/codegen/registry/draft.ts';
import { registeredContract } from '../../../contracts/codegen/registry/registered-contract.ts';
import { differenceOf } from '../../../contracts/codegen/registry/version-difference.ts';
import type { RegistryHandlers } from '../../../generated/registry/server.ts';
import type { ContractComparison } from '../../../generated/registry/types.ts';
import type { RequestContext } from '../../platform/http/context.ts';
import { refusal } from '../../platform/http/problem.ts';
import { documentOf, findingBody, unknownContract } from '../bodies.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { findVersion, type Kind } from '../store.ts';
import { consumersOfChange, usersOf } from './consumers.ts';

type Comparing = Pick<RegistryHandlers<RequestContext>, 'compareContractVersions' | 'compareDraft'>;
type Version = ReturnType<typeof registeredContract>;

/** What changed between versions, and what a draft would change. */
export function comparisonHandlers(prisma: PrismaClient): Comparing {
  async function compare(kind: Kind, name: string, before: Version, after: Version): Promise<ContractComparison> {
    const { version, changes } = differenceOf(before, after, [], new Date());
    const users = await usersOf(prisma, kind, name);
    return {
      from: before.version,
      to: after.version,
      neededVersion: version.needed,
      isVersionEnough: version.enough,
      items: changes.map(change => ({
        ...findingBody(change),
        consumers: consumersOfChange(change, users, [before.bundled, after.bundled]),
      })),
    };
  }

  return {
    async compareContractVersions({ path: { kind, name }, query: { from, to } }) {
      const [before, after] = await Promise.all([
        findVersion(prisma, kind, name, from),
        findVersion(prisma, kind, name, to),
      ]);
      if (!before || !after) return unknownContract(kind, name);
      const contractOf = (row: { document: unknown }) => registeredContract(name, documentOf(row));
      return { status: 200, body: await compare(kind, name, contractOf(before), contractOf(after)) };
    },

    async compareDraft({ path: { kind, name }, body: { text } }) {
      const latest = await findVersion(prisma, kind, name, 'latest');
      if (!latest) return unknownContract(kind, name);
      const document = documentOf(latest);
      const draft = readDraft(kind, name, text, document);
      if (typeof draft === 'string') return refusal(422, draft);
      return { status: 200, body: await compare(kind, name, registeredContract(name, document), draft) };
    },
  };
}

import { z } from 'zod';
import type { VersionRefusal } from '../../contracts/codegen/registry/judge-version.ts';
import type { Finding as FindingBody } from '../../generated/registry/types.ts';
import { refusal } from '../platform/http/problem.ts';
import type { Kind } from './store.ts';

/** A registered document. */
export const documentOf = ({ document }: { document: unknown }) => z.record(z.string(), z.json()).parse(document);

/** A change as the contract has it: one document, so that pointers say where. */
export function findingBody(change: VersionRefusal['findings'][number]): FindingBody {
  const { contract: _, usage: __, before, after, ...finding } = change;
  return {
    ...finding,
    ...(before && { before: before.pointer }),
    ...(after && { after: after.pointer }),
  };
}

export const unknownContract = (kind: Kind, name: string) =>
  refusal(404, `There is no such version of the ${kind} contract "${name}".`);

import { basename, extname } from 'node:path';
import { isObject, type JsonObject, objectIn, stringIn } from '../document/json.ts';
import { type RegistryAddress, registryRequest } from '../registry/registry-address.ts';
import type { ContractVersion } from './contract-version.ts';
import type { ContractDifference } from './report/report.ts';
import { type ContractUsage, messagesOf, type OperationUsage, usageOf } from './usage.ts';

/** How many days without use say that something may go. */
const DAYS = 30;

/** What a registry measured, by the name of the contract; why it is not known, where it did not say. */
export interface MeasuredUsage {
  of: ReadonlyMap<string, ContractUsage>;
  missing?: string;
}

/** Asks a registry who used the contracts that changed. Throws nothing: what is not known is said. */
export async function readUsage(
  registry: RegistryAddress,
  differences: readonly ContractDifference[],
): Promise<MeasuredUsage> {
  const of = new Map<string, ContractUsage>();
  for (const { name, kind, changes } of differences) {
    if (changes.length === 0) continue;
    const service = encodeURIComponent(basename(name, extname(name)));
    const path = `/admin/contracts/${kind}/${service}/usage?days=${DAYS}`;
    const { target, headers } = registryRequest(registry, path);
    try {
      const response = await fetch(target, { headers });
      const body: unknown = await response.json();
      if (!response.ok || !isObject(body)) return { of, missing: `${target} answers ${response.status}` };
      of.set(name, parseUsage(body));
    } catch {
      return { of, missing: `${registry.url} does not say who uses what` };
    }
  }
  return { of };
}

/**
 * The differences with who used what each change reaches.
 * @param documents the contracts of the new side, then those of the old one
 */
export function withUsage(
  differences: readonly ContractDifference[],
  documents: readonly ContractVersion[],
  measured: MeasuredUsage,
  today: Date,
): ContractDifference[] {
  return differences.map(difference => {
    const { name, kind, changes } = difference;
    const usage = measured.of.get(name);
    const document = documents.find(contract => contract.name === name)?.bundled;
    if (!usage) return difference;
    return {
      ...difference,
      changes: changes.map(change => {
        const uses = kind === 'openapi' ? change.at : messagesOf(change, document);
        const isNew = change.severity === 'addition' || uses.length === 0;
        return isNew ? change : { ...change, usage: usageOf(change, uses, usage, today) };
      }),
    };
  });
}

function parseUsage(body: JsonObject): ContractUsage {
  const items = Array.isArray(body.items) ? body.items : [];
  return {
    days: DAYS,
    measuredSince: stringIn(body, 'measuredSince'),
    items: items.filter(isObject).map((item): OperationUsage => {
      const version = stringIn(item, 'version');
      const fields = Array.isArray(item.fields) ? item.fields : [];
      return {
        operation: stringIn(item, 'operation') ?? '',
        consumer: stringIn(item, 'consumer') ?? '',
        ...(version !== undefined && { version }),
        count: typeof item.count === 'number' ? item.count : 0,
        lastUsed: stringIn(item, 'lastUsed') ?? '',
        samples: typeof item.samples === 'number' ? item.samples : undefined,
        fields: fields.map(field => ({
          pointer: stringIn(field, 'pointer') ?? '',
          lastRead: stringIn(objectIn({ field }, 'field'), 'lastRead') ?? '',
        })),
      };
    }),
  };
}

import { resolve } from 'node:path';
import { type ContractVersion, readContract } from '../diff/contract-version.ts';
import type { JsonObject } from '../document/json.ts';
import { SourceCache } from '../document/source.ts';

/**
 * A contract as a registry keeps it: one JSON document. Places in it are JSON pointers; lines mean nothing. `label` is
 * what people read in place of its file.
 */
export function registeredContract(name: string, document: JsonObject, label = name): ContractVersion {
  const file = resolve('/', `${name}.json`);
  const text = JSON.stringify(document);
  const contract = readContract(name, file, new SourceCache(() => text), () => label);
  if (!contract) throw new Error(`${name} is neither an OpenAPI nor an AsyncAPI document`);
  return contract;
}

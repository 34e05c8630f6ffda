import { basename, extname } from 'node:path';
import { isObject } from '../document/json.ts';
import { registeredContract } from '../registry/registered-contract.ts';
import { type RegistryAddress, registryRequest } from '../registry/registry-address.ts';
import type { ContractVersion } from './contract-version.ts';
import { type Side, SideError } from './side.ts';

/** A version of a contract in a registry. */
export interface RegisteredVersion {
  kind: 'openapi' | 'asyncapi';
  name: string;
  /** A number, or `latest`. */
  version: string;
}

/** `registry:openapi/orders@2.1.0`, `registry:asyncapi/orders@latest`; undefined for anything else. */
export function registeredVersion(text: string): RegisteredVersion | undefined {
  const [, kind, name, version] = /^registry:(openapi|asyncapi)\/([^/@]+)@([^/@]+)$/.exec(text) ?? [];
  if ((kind !== 'openapi' && kind !== 'asyncapi') || name === undefined || version === undefined) return undefined;
  return { kind, name, version };
}

/**
 * Reads a version from a registry. Throws SideError where there is no registry, or where it has no such version or does
 * not answer.
 */
export async function readRegistered(
  { kind, name, version }: RegisteredVersion,
  registry: RegistryAddress | undefined,
): Promise<Side> {
  const label = `registry:${kind}/${name}@${version}`;
  if (!registry) throw new SideError(`${label} is in a registry: name it with --registry, or REGISTRY_URL`);
  const path = [kind, name, 'versions', version].map(encodeURIComponent).join('/');
  const { target, headers } = registryRequest(registry, `/admin/contracts/${path}`);
  const response = await fetch(target, { headers }).catch(() => undefined);
  if (!response) throw new SideError(`${registry.url} does not answer`);
  const body: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  const document = isObject(body) ? body.document : undefined;
  if (!isObject(document)) throw new SideError(`${target} answers ${response.status}, with no document`);
  return { label, contracts: [registeredContract(name, document, label)] };
}

/** A side with the one contract that a registered version is compared with. */
export function sameContract(side: Side, { kind, name }: RegisteredVersion): Side {
  const isSame = (contract: ContractVersion): boolean =>
    contract.kind === kind && basename(contract.name, extname(contract.name)) === name;
  return side.contracts.length < 2 ? side : { ...side, contracts: side.contracts.filter(isSame) };
}

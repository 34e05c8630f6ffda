import type { Project } from '../config.ts';
import { objectIn } from '../document/json.ts';
import type { SourceCache } from '../document/source.ts';
import { emitFiles } from '../generate.ts';
import { type Contracts, readContracts } from '../read-contracts.ts';
import { adminList, adminResources } from './admin-rules.ts';
import { cacheTags } from './cache-rules.ts';
import type { Contract, EventRule, ServiceRule } from './contract.ts';
import * as events from './event-rules.ts';
import { exampleRule, exampleValidityRule } from './example-rules.ts';
import { extensionRule } from './extension-rules.ts';
import type { Finding } from './finding.ts';
import * as operations from './operation-rules.ts';
import { ignoredHeader } from './parameter-rules.ts';
import { onePublisher, uniqueRoute, unusedSchemas } from './project-rules.ts';
import * as responses from './response-rules.ts';
import { defaultNotFilled, readOnlyRequired } from './schema-notes.ts';
import { formatRule } from './schema-rules.ts';
import { asyncapiStructure, openapiStructure } from './structure.ts';

const serviceRules: ServiceRule[] = [
  ...Object.values(operations),
  ...Object.values(responses),
  adminList,
  cacheTags,
  ignoredHeader,
  defaultNotFilled,
  readOnlyRequired,
  exampleRule,
];
const eventRules: EventRule[] = Object.values(events);
const commonRules: ((contract: Contract) => void)[] = [extensionRule, formatRule, exampleValidityRule];

/**
 * Everything that is wrong with the contracts of a project: what keeps them from being generated, then the rules of the
 * specifications and of the house.
 */
export async function lintProject(project: Project): Promise<Finding[]> {
  const contracts = readContracts(project);
  await emitFiles(project, contracts);
  return lintContracts(contracts);
}

/** The findings of contracts that were read, with those of every rule. */
export async function lintContracts({ cache, findings, services, publishers, unread }: Contracts): Promise<Finding[]> {
  for (const { bundle } of services) await openapiStructure(bundle.source.file, cache, findings);
  for (const { bundle } of publishers) await asyncapiStructure(bundle.source, findings);
  for (const contract of services) for (const rule of serviceRules) rule(contract);
  for (const contract of publishers) for (const rule of eventRules) rule(contract);
  const contracts = [...services, ...publishers];
  for (const contract of contracts) for (const rule of commonRules) rule(contract);
  uniqueRoute(services);
  adminResources(services);
  onePublisher(publishers);
  // What an unread contract uses is not known.
  if (unread === 0) unusedSchemas(contracts, findings, declaredSchemas(contracts, cache));
  return findings.sorted();
}

/** The component schemas that each file declares, files that contracts refer to included. */
function declaredSchemas(contracts: Contract[], cache: SourceCache): Map<string, string[]> {
  const files = new Set(contracts.flatMap(({ bundle: { source, files } }) => [source.file, ...files]));
  return new Map(
    [...files].map(file => [file, Object.keys(objectIn(objectIn(cache.read(file).json, 'components'), 'schemas'))]),
  );
}

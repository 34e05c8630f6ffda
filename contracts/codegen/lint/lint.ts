import { readPublisher } from '../asyncapi/publisher.ts';
import type { Project } from '../config.ts';
import { contractFiles, serviceName } from '../contract-files.ts';
import { type Bundle, bundle } from '../document/bundle.ts';
import { objectIn } from '../document/json.ts';
import { SourceCache } from '../document/source.ts';
import { readService } from '../openapi/read-service.ts';
import { adminList, adminResources } from './admin-rules.ts';
import { cacheTags } from './cache-rules.ts';
import type { Contract, EventContract, EventRule, ServiceContract, ServiceRule } from './contract.ts';
import * as events from './event-rules.ts';
import { exampleRule, exampleValidityRule } from './example-rules.ts';
import { extensionRule } from './extension-rules.ts';
import { type Finding, Findings } from './finding.ts';
import * as operations from './operation-rules.ts';
import { onePublisher, uniqueRoute, unusedSchemas } from './project-rules.ts';
import * as responses from './response-rules.ts';
import { formatRule } from './schema-rules.ts';
import { asyncapiStructure, openapiStructure } from './structure.ts';

const serviceRules: ServiceRule[] = [
  ...Object.values(operations),
  ...Object.values(responses),
  adminList,
  cacheTags,
  exampleRule,
];
const eventRules: EventRule[] = Object.values(events);
const commonRules: ((contract: Contract) => void)[] = [extensionRule, formatRule, exampleValidityRule];

/** Everything that is wrong with the contracts of a project. */
export async function lintProject(project: Project): Promise<Finding[]> {
  const cache = new SourceCache();
  const findings = new Findings(cache);
  const services: ServiceContract[] = [];
  const publishers: EventContract[] = [];
  const openapiFiles = contractFiles(project, project.openapi);
  const asyncapiFiles = contractFiles(project, project.asyncapi);
  for (const file of openapiFiles) {
    const bundled = openBundle(file, cache, findings);
    if (!bundled) continue;
    await openapiStructure(file, cache, findings);
    services.push({
      bundle: bundled,
      service: readService(serviceName(file), bundled.document),
      report: reporter(bundled, findings),
    });
  }
  for (const file of asyncapiFiles) {
    const bundled = openBundle(file, cache, findings);
    if (!bundled) continue;
    await asyncapiStructure(bundled.source, findings);
    publishers.push({
      bundle: bundled,
      publisher: readPublisher(serviceName(file), bundled.document),
      report: reporter(bundled, findings),
    });
  }
  for (const contract of services) for (const rule of serviceRules) rule(contract);
  for (const contract of publishers) for (const rule of eventRules) rule(contract);
  const contracts = [...services, ...publishers];
  for (const contract of contracts) for (const rule of commonRules) rule(contract);
  uniqueRoute(services);
  adminResources(services);
  onePublisher(publishers);
  const unread = openapiFiles.length + asyncapiFiles.length - contracts.length; // what they use is not known
  if (unread === 0) unusedSchemas(contracts, findings, declaredSchemas(contracts, cache));
  return findings.sorted();
}

/** A document with its broken references reported; undefined when it cannot be read as YAML. */
function openBundle(file: string, cache: SourceCache, findings: Findings): Bundle | undefined {
  const source = cache.read(file);
  for (const { position, message } of source.errors) findings.put({ file, ...position, rule: 'yaml-syntax', message });
  if (source.errors.length > 0) return undefined;
  const bundled = bundle(file, cache);
  for (const { rule, file: at, path, message } of bundled.problems) findings.add(rule, at, path, message);
  return bundled;
}

function reporter(bundled: Bundle, findings: Findings): Contract['report'] {
  return (rule, path, message) => {
    const origin = bundled.origin(path);
    findings.add(rule, origin.file, origin.path, message);
  };
}

/** The component schemas that each file declares, files that contracts refer to included. */
function declaredSchemas(contracts: Contract[], cache: SourceCache): Map<string, string[]> {
  const files = new Set(contracts.flatMap(({ bundle: { source, files } }) => [source.file, ...files]));
  return new Map(
    [...files].map(file => [file, Object.keys(objectIn(objectIn(cache.read(file).json, 'components'), 'schemas'))]),
  );
}

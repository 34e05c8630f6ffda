import type { Project } from '../config.ts';
import { objectIn } from '../document/json.ts';
import type { SourceCache } from '../document/source.ts';
import { emitFiles } from '../generate.ts';
import { placeInConfig } from '../place-in-config.ts';
import { type Contracts, readContracts } from '../read-contracts.ts';
import { readWorkflows } from '../workflows/read-workflows.ts';
import { adminList, adminResources } from './admin-rules.ts';
import { cacheTags } from './cache-rules.ts';
import { contractContact } from './contact-rule.ts';
import type { Contract, EventRule, ServiceRule } from './contract.ts';
import * as events from './event-rules.ts';
import { exampleRule, exampleValidityRule } from './example-rules.ts';
import { extensionRule } from './extension-rules.ts';
import type { Finding, Findings } from './finding.ts';
import * as operations from './operation-rules.ts';
import { ignoredHeader } from './parameter-rules.ts';
import type { ProjectRules } from './project-rule-set.ts';
import { onePublisher, uniqueRoute, unusedSchemas } from './project-rules.ts';
import * as responses from './response-rules.ts';
import { isSpectralFile, type RuleFunction } from './rule-set.ts';
import { defaultNotFilled, readOnlyRequired } from './schema-notes.ts';
import { formatRule, secretMarked } from './schema-rules.ts';
import type { SpectralRules } from './spectral-ruleset.ts';
import { asyncapiStructure, openapiStructure } from './structure.ts';

/** Rules with the names under which they report: one whose findings are all off is not run. */
type Named<Rule> = readonly [names: readonly string[], rule: Rule];

const serviceRules: readonly Named<ServiceRule>[] = [
  [['operation-id'], operations.operationId],
  [['operation-tag'], operations.operationTag],
  [['operation-summary'], operations.operationSummary],
  [['operation-security'], operations.operationSecurity],
  [['operation-gateway'], operations.operationGateway],
  [['deprecation'], operations.deprecationDays],
  [['internal-path'], operations.internalPath],
  [['idempotency'], operations.idempotency],
  [['cache-on-reads'], operations.cacheOnReads],
  [['default-problem'], responses.defaultProblem],
  [['problem-content-type'], responses.problemContentType],
  [['status-range'], responses.statusRange],
  [['list-paging', 'no-offset'], responses.listPaging],
  [['admin-list'], adminList],
  [['cache-tags'], cacheTags],
  [['ignored-header'], ignoredHeader],
  [['default-not-filled'], defaultNotFilled],
  [['read-only-required'], readOnlyRequired],
  [['body-example'], exampleRule],
];
const eventRules: readonly Named<EventRule>[] = [
  [['channel-compatibility'], events.channelCompatibility],
  [['only-sends'], events.onlySends],
  [['sent-message', 'message-payload'], events.sentMessages],
];
const commonRules: readonly Named<(contract: Contract) => void>[] = [
  [['contract-contact'], contractContact],
  [['unknown-extension', 'extension-place', 'extension-value'], extensionRule],
  [['known-format'], formatRule],
  [['secret-marked'], secretMarked],
  [['example-valid'], exampleValidityRule],
];

/**
 * Everything that is wrong with the contracts of a project: what keeps them from being generated, then what its rules
 * say.
 */
export async function lintProject(project: Project): Promise<Finding[]> {
  const contracts = readContracts(project);
  await emitFiles(project, contracts);
  return lintContracts(project, contracts);
}

/** The findings of contracts that were read, with those of every rule of the project. */
export async function lintContracts(project: Project, contracts: Contracts): Promise<Finding[]> {
  const { cache, findings, services, publishers, unread, rules } = contracts;
  const files = (project.extends ?? []).filter(set => typeof set === 'string').filter(isSpectralFile);
  const spectral = files.length === 0 ? undefined : await spectralRules(project, files, contracts);
  if (spectral) rules.add(spectral.severities);
  findings.judgeBy(finding => rules.judge(finding));
  const isOn = (...names: readonly string[]) => names.some(name => rules.severity(name) !== 'off');
  const run = <C>(named: readonly Named<(contract: C) => void>[], contract: C): void => {
    for (const [names, rule] of named) if (isOn(...names)) rule(contract);
  };
  if (isOn('openapi-structure'))
    for (const { bundle } of services) await openapiStructure(bundle.source.file, cache, findings);
  if (isOn('asyncapi-structure'))
    for (const { bundle } of publishers) await asyncapiStructure(bundle.source, cache, findings);
  const all = [...services, ...publishers];
  for (const contract of services) run(serviceRules, contract);
  for (const contract of publishers) run(eventRules, contract);
  for (const contract of all) run(commonRules, contract);
  if (isOn('unique-route')) uniqueRoute(services);
  if (isOn('admin-resource')) adminResources(services);
  if (isOn('one-publisher')) onePublisher(publishers);
  // What an unread contract uses is not known.
  if (unread === 0 && isOn('unused-schema')) unusedSchemas(all, findings, declaredSchemas(all, cache));
  for (const [name, check] of rules.own()) for (const contract of all) runOwnRule(name, check, contract);
  if (spectral) await lintWithSpectral(spectral, all, findings);
  readWorkflows(project, contracts);
  reportUnusedExceptions(project, rules, contracts);
  return findings.sorted();
}

/** Runs a rule of the project's own; what it throws is a finding, for the others still have something to say. */
function runOwnRule(name: string, check: RuleFunction, contract: Contract): void {
  const { bundle, report } = contract;
  const specification = 'service' in contract ? 'openapi' : 'asyncapi';
  const named = 'service' in contract ? contract.service.name : contract.publisher.name;
  try {
    check({
      specification,
      name: named,
      document: bundle.document,
      report: (path, message) => report(name, path, message),
    });
  } catch (error) {
    report(name, [], `The rule itself failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The rules of Spectral rulesets; what they say that is not supported is a warning at its place. */
async function spectralRules(
  project: Project,
  files: string[],
  { cache, findings }: Contracts,
): Promise<SpectralRules> {
  const { readSpectralRules } = await import('./spectral-ruleset.ts');
  const read = readSpectralRules(project.root, files, cache);
  findings.judgeBy(() => 'warning');
  for (const { file, path, message } of read.problems) findings.add('spectral-ruleset', file, path, message);
  return read;
}

async function lintWithSpectral(spectral: SpectralRules, contracts: Contract[], findings: Findings): Promise<void> {
  const { runSpectral } = await import('./spectral.ts');
  for (const { bundle } of contracts)
    for (const { rule, file, path, message } of await runSpectral(bundle.source, spectral))
      findings.add(rule, file, path, message);
}

/** An exception that excepts nothing would hide what comes later. */
function reportUnusedExceptions(project: Project, rules: ProjectRules, { findings }: Contracts): void {
  const unused = rules.unusedExceptions();
  findings.judgeBy(() => 'warning');
  for (const { rule, at = 'anywhere', reason } of unused) {
    const message = `Nothing is excepted from ${rule} at ${at} (${reason}): remove the exception`;
    findings.put({ ...placeInConfig(project, reason), rule: 'unused-exception', message });
  }
}

/** The component schemas that each file declares, files that contracts refer to included. */
function declaredSchemas(contracts: Contract[], cache: SourceCache): Map<string, string[]> {
  const files = new Set(contracts.flatMap(({ bundle: { source, files } }) => [source.file, ...files]));
  return new Map(
    [...files].map(file => [file, Object.keys(objectIn(objectIn(cache.read(file).json, 'components'), 'schemas'))]),
  );
}

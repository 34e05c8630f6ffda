import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { readPublisher } from './asyncapi/publisher.ts';
import type { Project } from './config.ts';
import { contractFiles, serviceName } from './contract-files.ts';
import { type Bundle, bundle } from './document/bundle.ts';
import { upgradeDraft07 } from './document/draft-07.ts';
import { RemoteDocuments } from './document/remote-documents.ts';
import { type Source, SourceCache } from './document/source.ts';
import { type IntendedBreakEntry, readIntendedBreaks } from './intended/read-intended-breaks.ts';
import type { Contract, EventContract, ServiceContract } from './lint/contract.ts';
import { Findings } from './lint/finding.ts';
import { ProjectRules } from './lint/project-rule-set.ts';
import { pascalCase } from './names.ts';
import { callbackService } from './openapi/callback-service.ts';
import { modernize } from './openapi/modernize.ts';
import { normalizeSchemas } from './openapi/normalize-schemas.ts';
import { readService } from './openapi/read-service.ts';
import { hasGeneratedFrom } from './output.ts';
import { placeInConfig } from './place-in-config.ts';
import { reportWithoutEffect } from './support/openapi-30.ts';
import { eventSupport, serviceSupport } from './support/rules.ts';
import { type Specification, versionProblem } from './support/version.ts';

/** The contracts of a project, as the linter and the emitters need them. */
export interface Contracts {
  cache: SourceCache;
  /** What keeps a contract from being read whole, and what it says that is not supported. */
  findings: Findings;
  /** How much findings weigh. */
  rules: ProjectRules;
  services: ServiceContract[];
  publishers: EventContract[];
  /** The breaks that their owners stand for. */
  intended: IntendedBreakEntry[];
  /** How many documents could not be read. */
  unread: number;
}

/** Rules that are judged while contracts are read, though nothing they find keeps a contract from being generated. */
const warned = new Set(['not-checked', 'not-served', 'yaml-indentation']);

/** Rules that say nothing of an operation that is left out. */
const ofOperations = new Set(['not-supported', 'no-unresolved-ref', 'path-parameters']);

/** Reads every contract of a project once. Throws nothing for what is wrong with one: see `findings`. */
export function readContracts(project: Project): Contracts {
  const remote = project.remote && new RemoteDocuments(project.root, project.remote);
  const cache = new SourceCache(undefined, remote);
  const findings = new Findings(cache);
  const rules = new ProjectRules(project);
  // All else that is found while contracts are read keeps them from being carried through.
  findings.judgeBy(finding => {
    if (warned.has(finding.rule)) return rules.judge(finding);
    return ofOperations.has(finding.rule) && rules.leavesOut(finding) ? 'off' : 'error';
  });
  const open = (file: string, specification: Specification) => openBundle(file, specification, cache, findings);
  const files = {
    openapi: documentsOf(project, 'openapi', findings),
    asyncapi: documentsOf(project, 'asyncapi', findings),
  };
  const isEmpty = files.openapi.length + files.asyncapi.length === 0;
  for (const specification of ['openapi', 'asyncapi'] as const)
    if (files[specification].length === 0) reportNoDocuments(project, specification, isEmpty, findings);
  const services = files.openapi.flatMap(file => {
    const bundled = open(file, 'openapi');
    if (!bundled) return [];
    const read = readService(serviceName(file), bundled.document);
    const operations = read.operations.filter(({ at }) => !rules.leavesOut(bundled.origin(at)));
    const service = { ...read, operations };
    return [{ bundle: bundled, service, report: reporter(bundled, findings) }];
  });
  const publishers = files.asyncapi.flatMap(file => {
    const bundled = open(file, 'asyncapi');
    if (!bundled) return [];
    const publisher = readPublisher(serviceName(file), bundled.document);
    return [{ bundle: bundled, publisher, report: reporter(bundled, findings) }];
  });
  for (const contract of services) {
    const callbacks = callbackService(contract.service);
    for (const rule of serviceSupport) {
      rule(contract);
      if (callbacks) rule({ ...contract, service: callbacks });
    }
  }
  for (const contract of publishers) for (const rule of eventSupport) rule(contract);
  reportUnknownParsers(project, services, findings);
  const unread = files.openapi.length + files.asyncapi.length - services.length - publishers.length;
  const intended = readIntended(project, findings);
  return { cache, findings, rules, services, publishers, intended, unread };
}

/** A parser of a schema that is not there is most often a misspelt one. */
function reportUnknownParsers(project: Project, services: readonly ServiceContract[], findings: Findings): void {
  for (const [name, schemas] of Object.entries(project.parsers ?? {})) {
    const known = services.find(({ service }) => service.name === name)?.service.schemas;
    for (const schema of schemas) {
      if (known && Object.hasOwn(known, schema)) continue;
      const message = `parsers: ${known ? `${name} has no schema ${schema}` : `there is no service ${name}`}`;
      findings.put({ ...placeInConfig(project, known ? schema : name), rule: 'unknown-parser', message });
    }
  }
}

/**
 * A pattern that matches no file is a mistake where no other matches either, or where there are generated files of
 * documents that it would match: those would be removed. A project of one kind alone may leave the other's pattern.
 */
function reportNoDocuments(project: Project, specification: Specification, isEmpty: boolean, findings: Findings): void {
  const pattern = project[specification];
  if (pattern === undefined || (!isEmpty && !hasGeneratedFrom(project, pattern))) return;
  const message = `${specification}: ${pattern} matches no file, so nothing is generated or removed`;
  findings.put({ ...placeInConfig(project, pattern), rule: 'no-documents', message });
}

/** The documents that a pattern matches, each the only one of its service. */
function documentsOf(project: Project, specification: Specification, findings: Findings): string[] {
  const pattern = project[specification];
  if (pattern === undefined) return [];
  const files = contractFiles(project, pattern);
  const names = new Map<string, string>();
  for (const file of files) {
    const other = names.get(pascalCase(serviceName(file)));
    if (other === undefined) names.set(pascalCase(serviceName(file)), file);
    else {
      const name = serviceName(other) === serviceName(file) ? serviceName(file) : pascalCase(serviceName(file));
      const both = `${relative(project.root, other)} and ${relative(project.root, file)}`;
      const message = `${both} are both named ${name}: rename one`;
      findings.put({ file, line: 1, column: 1, rule: 'same-name', message });
    }
  }
  return files;
}

/** A document with everything that keeps it from being whole reported; undefined when it cannot be read. */
function openBundle(
  file: string,
  specification: Specification,
  cache: SourceCache,
  findings: Findings,
): Bundle | undefined {
  const source = cache.read(file);
  for (const { position, message } of source.errors) findings.put({ file, ...position, rule: 'yaml-syntax', message });
  if (source.errors.length > 0) return undefined;
  reportWarnings(source, findings);
  const problem = versionProblem(source.json, specification);
  if (problem) findings.add('not-supported', file, problem.path, problem.message);
  if (problem) return undefined;
  const bundled = bundle(file, cache);
  for (const other of bundled.files) {
    for (const { position, message } of cache.read(other).errors)
      findings.put({ file: other, ...position, rule: 'yaml-syntax', message });
    reportWarnings(cache.read(other), findings);
  }
  for (const { rule, file: at, path, message } of bundled.problems) findings.add(rule, at, path, message);
  reportWithoutEffect(bundled.document, reporter(bundled, findings));
  const modern = specification === 'openapi' ? modernize(bundled.document) : bundled.document;
  return { ...bundled, document: normalizeSchemas(upgradeDraft07(modern)) };
}

function reportWarnings({ file, warnings }: Source, findings: Findings): void {
  for (const { position, message } of warnings) findings.put({ file, ...position, rule: 'yaml-indentation', message });
}

function reporter(bundled: Bundle, findings: Findings): Contract['report'] {
  return (rule, path, message) => {
    const origin = bundled.origin(path);
    findings.add(rule, origin.file, origin.path, message);
  };
}

/** The entries of the file of intended breaks; what is wrong with one is a finding. */
function readIntended({ root, intendedBreaks }: Project, findings: Findings): IntendedBreakEntry[] {
  const file = intendedBreaks === undefined ? undefined : resolve(root, intendedBreaks);
  if (file === undefined || !existsSync(file)) return [];
  const { entries, problems } = readIntendedBreaks(readFileSync(file, 'utf8'));
  for (const { line, message } of problems) findings.put({ file, line, column: 1, rule: 'intended-break', message });
  return entries;
}

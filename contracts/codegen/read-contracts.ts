import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Project } from './config.ts';
import { contractFiles, serviceName } from './contract-files.ts';
import type { Origin } from './document/bundle.ts';
import { RemoteDocuments } from './document/remote-documents.ts';
import { SourceCache } from './document/source.ts';
import { type IntendedBreakEntry, readIntendedBreaks } from './intended/read-intended-breaks.ts';
import type { EventContract, ServiceContract } from './lint/contract.ts';
import { Findings } from './lint/finding.ts';
import { ProjectRules } from './lint/project-rule-set.ts';
import { Memory } from './memory.ts';
import { pascalCase } from './names.ts';
import { hasGeneratedFrom } from './output.ts';
import { placeInConfig } from './place-in-config.ts';
import { readAgain } from './read-again.ts';
import { type ReadDocument, readAsyncapi, readOpenapi, reporter } from './read-document.ts';
import type { Specification } from './support/version.ts';

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

/**
 * Reads every contract of a project once. Throws nothing for what is wrong with one: see `findings`.
 * @param memory of an earlier run for the same project: what has not changed since is not read again
 */
export function readContracts(project: Project, memory = new Memory()): Contracts {
  const remote = project.remote && new RemoteDocuments(project.root, project.remote);
  const cache = new SourceCache(undefined, remote, memory.sources);
  const findings = new Findings(cache);
  const rules = new ProjectRules(project);
  // All else that is found while contracts are read keeps them from being carried through.
  findings.judgeBy(finding => {
    if (warned.has(finding.rule)) return rules.judge(finding);
    return ofOperations.has(finding.rule) && rules.leavesOut(finding) ? 'off' : 'error';
  });
  const files = {
    openapi: documentsOf(project, 'openapi', findings),
    asyncapi: documentsOf(project, 'asyncapi', findings),
  };
  const isEmpty = files.openapi.length + files.asyncapi.length === 0;
  for (const specification of ['openapi', 'asyncapi'] as const)
    if (files[specification].length === 0) reportNoDocuments(project, specification, isEmpty, findings);
  /** A document that could be read; what was found in it is judged as if it were found now. */
  const contractOf = <Content>({ read, found, leftOut }: ReadDocument<Content>) => {
    for (const origin of leftOut) rules.leavesOut(origin);
    for (const finding of found) findings.put(finding);
    return read ? [{ ...read, report: reporter(read.bundle, findings) }] : [];
  };
  const isLeftOut = (origin: Origin) => rules.leavesOut(origin);
  const services = files.openapi
    .map(file =>
      memory.openapi.take(
        file,
        cache,
        earlier => (earlier && readAgain(file, cache, isLeftOut, earlier)) ?? readOpenapi(file, cache, isLeftOut),
      ),
    )
    .flatMap(contractOf)
    .map(({ content: service, ...contract }): ServiceContract => ({ ...contract, service }));
  const publishers = files.asyncapi
    .map(file => memory.asyncapi.take(file, cache, () => readAsyncapi(file, cache)))
    .flatMap(contractOf)
    .map(({ content: publisher, ...contract }): EventContract => ({ ...contract, publisher }));
  reportUnknownParsers(project, services, findings);
  reportUnknownServices(project, services, findings);
  const unread = files.openapi.length + files.asyncapi.length - services.length - publishers.length;
  const intended = readIntended(project, findings);
  memory.sources = cache.sources();
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

function reportUnknownServices(project: Project, services: readonly ServiceContract[], findings: Findings): void {
  for (const name of project.splitByTag ?? []) {
    if (services.some(({ service }) => service.name === name)) continue;
    const message = `splitByTag: there is no service ${name}`;
    findings.put({ ...placeInConfig(project, name), rule: 'unknown-service', message });
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
    if (pascalCase(serviceName(file)) === '') {
      const message = 'A service is called like its file, whose name needs a letter or a digit';
      findings.put({ file, line: 1, column: 1, rule: 'not-supported', message });
    }
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

/** The entries of the file of intended breaks; what is wrong with one is a finding. */
function readIntended({ root, intendedBreaks }: Project, findings: Findings): IntendedBreakEntry[] {
  const file = intendedBreaks === undefined ? undefined : resolve(root, intendedBreaks);
  if (file === undefined || !existsSync(file)) return [];
  const { entries, problems } = readIntendedBreaks(readFileSync(file, 'utf8'));
  for (const { line, message } of problems) findings.put({ file, line, column: 1, rule: 'intended-break', message });
  return entries;
}

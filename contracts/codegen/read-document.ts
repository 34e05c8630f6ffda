import { plainSchemas } from './asyncapi/plain-schemas.ts';
import { type Publisher, readPublisher } from './asyncapi/publisher.ts';
import { serviceName } from './contract-files.ts';
import { type Bundle, bundle, type Origin } from './document/bundle.ts';
import { upgradeDraft07 } from './document/draft-07.ts';
import type { JsonObject } from './document/json.ts';
import { componentsOf } from './document/seen-parts.ts';
import type { Source, SourceCache } from './document/source.ts';
import type { Contract, ServiceContract, ServiceRule } from './lint/contract.ts';
import { type Finding, Findings } from './lint/finding.ts';
import { callbackService } from './openapi/callback-service.ts';
import { pathBefore } from './openapi/copies.ts';
import { modernize } from './openapi/modernize.ts';
import { normalizeSchemas, type Stages } from './openapi/normalize-schemas.ts';
import { readService } from './openapi/read-service.ts';
import type { Service } from './openapi/service.ts';
import { endlessReferences } from './support/endless-schemas.ts';
import { reportWithoutEffect } from './support/openapi-30.ts';
import { eventSupport, partSupport, wholeSupport } from './support/rules.ts';
import { type Specification, versionProblem } from './support/version.ts';

/** A document as it was read, with what keeps it from being read whole and what it says that is not supported. */
export interface ReadDocument<Content> {
  /** Undefined for a document that could not be read. */
  read: { bundle: Bundle; content: Content } | undefined;
  found: readonly Finding[];
  /** The operations that the project leaves out. */
  leftOut: readonly Origin[];
  /** The files that all of this was read from. */
  sources: readonly Source[];
  /** What it is read again by, where path items alone have changed (`readAgain`). */
  parts?: ReadParts;
}

export interface ReadParts {
  /** The components as they are normalized. */
  stages: Stages;
  /** Those as they are before: bundled, and in the words of 3.1. */
  components: readonly [bundled: JsonObject, upgraded: JsonObject];
  /** What was found, aside of what `wholeSupport` finds. */
  found: readonly Finding[];
}

/** Reads an OpenAPI document; `isLeftOut` says whether the project leaves out the operation at a place. */
export function readOpenapi(
  file: string,
  cache: SourceCache,
  isLeftOut: (origin: Origin) => boolean,
): ReadDocument<Service> {
  const findings = new Findings(cache);
  const leftOut: Origin[] = [];
  const opened = openBundle(file, 'openapi', cache, findings);
  if (!opened) return { read: undefined, ...evidence(file, undefined, cache, findings), leftOut };
  const all = readService(serviceName(file), opened.bundle.document);
  const operations = all.operations.filter(({ at }) => {
    const origin = opened.bundle.origin(at);
    if (!isLeftOut(origin)) return true;
    leftOut.push(origin);
    return false;
  });
  const service = { ...all, operations };
  const contract = { bundle: opened.bundle, service, report: reporter(opened.bundle, findings) };
  runSupport(partSupport, contract);
  const parts = opened.stages && { ...opened.stages, found: findings.sorted() };
  runSupport(wholeSupport, contract);
  const { bundle: read } = opened;
  return {
    read: { bundle: read, content: service },
    ...evidence(file, read, cache, findings),
    leftOut,
    ...(parts && { parts }),
  };
}

/** Runs rules on a service, and on what it calls. */
export function runSupport(rules: readonly ServiceRule[], contract: ServiceContract): void {
  const callbacks = callbackService(contract.service);
  for (const rule of rules) {
    rule(contract);
    if (callbacks) rule({ ...contract, service: callbacks });
  }
}

/** Reads an AsyncAPI document. */
export function readAsyncapi(file: string, cache: SourceCache): ReadDocument<Publisher> {
  const findings = new Findings(cache);
  const opened = openBundle(file, 'asyncapi', cache, findings);
  if (!opened) return { read: undefined, ...evidence(file, undefined, cache, findings), leftOut: [] };
  const { bundle: read } = opened;
  const publisher = readPublisher(serviceName(file), read.document);
  const contract = { bundle: read, publisher, report: reporter(read, findings) };
  for (const rule of eventSupport) rule(contract);
  return { read: { bundle: read, content: publisher }, ...evidence(file, read, cache, findings), leftOut: [] };
}

/** How rules report of a bundled document. */
export function reporter(bundled: Bundle, findings: Findings): Contract['report'] {
  return (rule, path, message) => {
    const origin = bundled.origin(path);
    findings.add(rule, origin.file, origin.path, message);
  };
}

function evidence(file: string, opened: Bundle | undefined, cache: SourceCache, findings: Findings) {
  return { found: findings.sorted(), sources: [file, ...(opened?.files ?? [])].map(each => cache.read(each)) };
}

/** A document with everything that keeps it from being whole reported; undefined when it cannot be read. */
function openBundle(
  file: string,
  specification: Specification,
  cache: SourceCache,
  findings: Findings,
): { bundle: Bundle; stages: Omit<ReadParts, 'found'> | undefined } | undefined {
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
  const plain = specification === 'asyncapi' ? plainSchemas(bundled.document) : undefined;
  const upgraded = upgradeDraft07(plain?.document ?? modernize(bundled.document));
  const { document, copies, stages } = normalizeSchemas(upgraded);
  const opened = normalized(
    bundled,
    document,
    path => plain?.pathBefore(pathBefore(copies, path)) ?? pathBefore(copies, path),
  );
  const endless = endlessReferences(document);
  const report = reporter(opened, findings);
  for (const { to, at } of endless)
    report('not-supported', at, `${to} leads back to itself for one and the same value, so judging it would never end`);
  if (endless.length > 0) return undefined;
  const components = [componentsOf(bundled.document), componentsOf(upgraded)] as const;
  return { bundle: opened, stages: stages && bundled.isPlain ? { stages, components } : undefined };
}

type Path = readonly (string | number)[];

/** A bundle with its normalized document, and without the one before it, which is as large. */
function normalized(
  { origin, isChangedInteger, ...bundled }: Bundle,
  document: JsonObject,
  before: (path: Path) => Path,
): Bundle {
  return {
    ...bundled,
    document,
    origin: path => origin(before(path)),
    isChangedInteger: (path, value) => isChangedInteger(before(path), value),
  };
}

function reportWarnings({ file, warnings }: Source, findings: Findings): void {
  for (const { position, message } of warnings) findings.put({ file, ...position, rule: 'yaml-indentation', message });
}

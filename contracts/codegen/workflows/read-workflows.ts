import type { Project } from '../config.ts';
import { contractFiles } from '../contract-files.ts';
import type { Findings } from '../lint/finding.ts';
import type { Contracts } from '../read-contracts.ts';
import { lintWorkflows } from './lint.ts';
import { Targets } from './targets.ts';
import { readWorkflowDocument, type WorkflowDocument } from './workflow.ts';

export interface ReadWorkflows {
  document: WorkflowDocument;
  targets: Targets;
}

/** The workflow documents of a project that can be read; nothing is said of what is wrong with them. */
export function workflowDocuments({ workflows, ...project }: Project, contracts: Contracts): ReadWorkflows[] {
  if (workflows === undefined) return [];
  return contractFiles(project, workflows).flatMap(file => {
    const source = contracts.cache.read(file);
    if (source.errors.length > 0) return [];
    const document = readWorkflowDocument(file, source.json);
    return [{ document, targets: new Targets(document, contracts) }];
  });
}

/** The workflow documents of a project; what is wrong with one is added to the findings of the contracts. */
export function readWorkflows(project: Project, contracts: Contracts): ReadWorkflows[] {
  const { cache, findings } = contracts;
  const files = project.workflows === undefined ? [] : contractFiles(project, project.workflows);
  for (const file of files)
    for (const { position, message } of cache.read(file).errors)
      findings.put({ file, ...position, rule: 'yaml-syntax', message });
  const read = workflowDocuments(project, contracts);
  for (const { document, targets } of read)
    check(document.file, cache.read(document.file).json, document, targets, findings);
  return read;
}

function check(file: string, json: unknown, document: WorkflowDocument, targets: Targets, findings: Findings): void {
  const version: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'arazzo') : undefined;
  if (typeof version !== 'string' || !/^1\.[01]\.\d+$/.test(version)) {
    findings.add('not-supported', file, ['arazzo'], 'Workflows are read as Arazzo 1.0 and 1.1');
    return;
  }
  lintWorkflows(document, targets, (rule, path, message) => findings.add(rule, file, path, message));
}

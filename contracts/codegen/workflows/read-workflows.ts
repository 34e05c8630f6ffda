import type { Project } from '../config.ts';
import { contractFiles } from '../contract-files.ts';
import type { Findings } from '../lint/finding.ts';
import type { Contracts } from '../read-contracts.ts';
import { lintWorkflows } from './lint.ts';
import { Targets } from './targets.ts';
import { readWorkflowDocument, type WorkflowDocument } from './workflow.ts';

/** The workflow documents of a project; what is wrong with one is added to the findings of the contracts. */
export function readWorkflows(
  project: Project,
  contracts: Contracts,
): { document: WorkflowDocument; targets: Targets }[] {
  if (project.workflows === undefined) return [];
  return contractFiles(project, project.workflows).flatMap(file => {
    const source = contracts.cache.read(file);
    for (const { position, message } of source.errors)
      contracts.findings.put({ file, ...position, rule: 'yaml-syntax', message });
    if (source.errors.length > 0) return [];
    const document = readWorkflowDocument(file, source.json);
    const targets = new Targets(document, contracts);
    check(file, source.json, document, targets, contracts.findings);
    return [{ document, targets }];
  });
}

function check(file: string, json: unknown, document: WorkflowDocument, targets: Targets, findings: Findings): void {
  const version: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'arazzo') : undefined;
  if (typeof version !== 'string' || !/^1\.[01]\.\d+$/.test(version)) {
    findings.add('not-supported', file, ['arazzo'], 'Workflows are read as Arazzo 1.0 and 1.1');
    return;
  }
  lintWorkflows(document, targets, (rule, path, message) => findings.add(rule, file, path, message));
}

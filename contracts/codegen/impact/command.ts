import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProject, type Project } from '../config.ts';
import { serviceName } from '../contract-files.ts';
import { withWorkflows } from '../diff/broken-workflows.ts';
import { compareContracts } from '../diff/compare-contracts.ts';
import { readSide, SideError } from '../diff/side.ts';
import { workflowsAt } from '../diff/workflows-at.ts';
import { withProjectAt } from '../project-at.ts';
import { type Contracts, readContracts } from '../read-contracts.ts';
import { indexCode } from './code/code-index.ts';
import { serviceOf } from './code/members.ts';
import { findTextUses, resourcesIn } from './code/text-uses.ts';
import { declaredCode, membersIn } from './declared.ts';
import { Hits } from './hits.ts';
import { type ImpactReport, joinImpact } from './impact.ts';
import { memberChanges } from './member-changes.ts';
import { readPacts } from './pact-members.ts';
import { markdownReport } from './report/markdown.ts';
import { textReport } from './report/text.ts';

export const impactUsage = `covenant impact BASE..HEAD, or BASE HEAD: what a change of the contracts breaks, in code, pacts, screens, templates
  BASE and HEAD: a git revision or a folder of the project; without HEAD, the working tree
  --format text | json | markdown
  --pacts PATTERN    where the pacts are (pact/pacts/*.json)
  --project FOLDER   where covenant.config.ts is (here)
ends with 0: nothing breaks; 1: something does; 2: it was called in a way that it does not know`;

const formats: Readonly<Record<string, (report: ImpactReport) => string>> = {
  text: textReport,
  json: report => JSON.stringify(report, undefined, 2),
  markdown: markdownReport,
};

/** Runs `covenant impact` with its arguments. Code is read as it is in the working tree. */
export async function runImpact(
  args: readonly string[],
  today: Date,
): Promise<{ output: string; exitCode: 0 | 1 | 2 }> {
  const call = parseCall(args);
  if (!call) return { output: impactUsage, exitCode: 2 };
  const project = await loadProject(call.project);
  try {
    const report = await findImpact(project, call, today);
    const breaks = report.impacts.some(
      ({ parts, pacts }) =>
        pacts.length > 0 || parts.some(({ hits }) => hits.some(({ effect }) => effect === 'breaks')),
    );
    return { output: call.format(report), exitCode: breaks ? 1 : 0 };
  } catch (error) {
    if (error instanceof SideError) return { output: `${error.message}\n\n${impactUsage}`, exitCode: 2 };
    throw error;
  }
}

interface Sides {
  base: string;
  head: string;
  pacts: string;
}

/** What a change of a project's contracts hits. Throws `SideError` for a side that there is not. */
export async function findImpact(project: Project, { base, head, pacts }: Sides, today: Date): Promise<ImpactReport> {
  const patterns = {
    root: project.root,
    patterns: [project.openapi, project.asyncapi].filter(pattern => pattern !== undefined),
  };
  const before = readSide(base, patterns);
  const after = readSide(head, patterns);
  const compared = compareContracts({ before: before.contracts, after: after.contracts, earlier: () => [], today });
  const isKnown = before.revision !== undefined || base === '';
  const known = isKnown ? workflowsAt(project.root, project.workflows, before.revision ?? '') : new Map();
  const differences = withWorkflows(compared, known, before.contracts);
  const was = await withProjectAt(project, base, async at => {
    const contracts = readContracts(at);
    return { contracts, code: await declaredCode(project, contracts) };
  });
  const is = await withProjectAt(project, head, async at => declaredCode(project, readContracts(at)));
  const table = membersIn(was.code);
  const changes = memberChanges(table, membersIn(is));
  const changed = differences.filter(difference => difference.changes.length > 0).map(({ name }) => serviceName(name));
  const services = new Set([...changes.map(({ member }) => serviceOf(member)), ...changed]);
  if (services.size === 0) return { base: before.label, head: after.label, impacts: [], others: [] };
  const index = indexCode(project, { services });
  const resources = project.admin ? resourcesIn(index.code, project.admin.output) : new Map();
  const texts = findTextUses(index.code, table, index.uses, resources);
  const hits = new Hits({ ...index, uses: [...index.uses, ...texts] }, table);
  return joinImpact({
    base: before.label,
    head: after.label,
    changes,
    hits,
    pacts: readPacts(project.root, pacts, was.contracts, table),
    differences,
    operationAt: (service, at) => operationAt(was.contracts, service, at),
  });
}

function operationAt(contracts: Contracts, service: string, at: string): string | undefined {
  const operations = contracts.services.find(contract => contract.service.name === service)?.service.operations;
  const found = operations?.find(({ method, path }) => `${method.toUpperCase()} ${path}` === at);
  return found && `${service}/client#${found.id}`;
}

function parseCall(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { format: { type: 'string' }, pacts: { type: 'string' }, project: { type: 'string' } },
    });
    const [first, second, ...others] = positionals;
    const format = formats[values.format ?? 'text'];
    if (first === undefined || others.length > 0 || !format) return undefined;
    const [, from, to] = existsSync(resolve(first)) ? [] : (/^(.*?[^./])\.\.\.?(?![./])(.*)$/.exec(first) ?? []);
    const [base, head] = second === undefined && from !== undefined ? [from, to ?? ''] : [first, second ?? ''];
    return {
      base,
      head,
      format,
      pacts: values.pacts ?? 'pact/pacts/*.json',
      project: values.project ?? process.cwd(),
    };
  } catch {
    return undefined; // an option that there is not
  }
}

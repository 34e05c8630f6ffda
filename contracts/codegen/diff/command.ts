import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProject } from '../config.ts';
import type { RegistryAddress } from '../registry/registry-address.ts';
import { promisesTransitively } from './asyncapi/asyncapi.ts';
import { withWorkflows } from './broken-workflows.ts';
import { type Severity, severities } from './change.ts';
import { compareContracts } from './compare-contracts.ts';
import { rangeOf } from './range.ts';
import { readRegistered, registeredVersion, sameContract } from './registry-side.ts';
import { type MeasuredUsage, readUsage, withUsage } from './registry-usage.ts';
import { githubReport } from './report/github.ts';
import { jsonReport } from './report/json.ts';
import { markdownReport } from './report/markdown.ts';
import { type DiffReport, reaches } from './report/report.ts';
import { sarifReport } from './report/sarif.ts';
import { textReport } from './report/text.ts';
import { type ContractPatterns, contractPatterns, earlierVersions, readSide, type Side, SideError } from './side.ts';
import { workflowsAt } from './workflows-at.ts';

export const diffUsage = `covenant diff BASE..HEAD, or BASE HEAD: what changed between two versions of the contracts, and whom it breaks
  BASE and HEAD: a git revision, a file, a folder, or a version in a registry (registry:openapi/orders@2.1.0,
                 registry:asyncapi/orders@latest); without HEAD, the working tree
  --format text | json | markdown | sarif | github
  --registry URL     a registry that knows versions, and who uses what (REGISTRY_URL); its bearer token is REGISTRY_TOKEN
  --fail-on breaking | warning | addition | info   what ends with 1 (breaking)
  --project FOLDER   where covenant.config.ts is (here)
ends with 0: nothing of that severity; 1: something is; 2: it was called in a way that it does not know`;

const formats: Readonly<Record<string, (report: DiffReport) => string>> = {
  text: textReport,
  json: jsonReport,
  markdown: markdownReport,
  sarif: sarifReport,
  github: githubReport,
};

export interface DiffOutcome {
  output: string;
  exitCode: 0 | 1 | 2;
}

/** Runs `covenant diff` with its arguments. Throws nothing for what is wrong with them. */
export async function runDiff(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  today: Date,
): Promise<DiffOutcome> {
  const call = parseCall(args, environment);
  if (!call) return { output: diffUsage, exitCode: 2 };
  const { workflows, ...project } = await projectAt(call.project);
  try {
    const [base, head] = await readSides(call, project);
    const { revision } = base;
    const compared = compareContracts({
      before: base.contracts,
      after: head.contracts,
      earlier: contract =>
        revision !== undefined && promisesTransitively(contract) ? earlierVersions(contract, revision, project) : [],
      today,
    });
    const isKnown = revision !== undefined || call.base === '';
    const known = isKnown ? workflowsAt(project.root, workflows, revision ?? '') : new Map();
    const contracts = withWorkflows(compared, known, base.contracts);
    const measured = call.registry && (await readUsage(call.registry, contracts));
    const sides = [...head.contracts, ...base.contracts];
    const withUse = measured ? withUsage(contracts, sides, measured, today) : contracts;
    const report = { base: base.label, head: head.label, contracts: withUse, ...missing(measured) };
    return { output: call.format(report), exitCode: reaches(report, call.failOn) ? 1 : 0 };
  } catch (error) {
    if (error instanceof SideError) return { output: `${error.message}\n\n${diffUsage}`, exitCode: 2 };
    throw error;
  }
}

/** Both sides; beside a version of one contract, the other side is that contract alone. */
async function readSides(call: Call, project: ContractPatterns): Promise<[base: Side, head: Side]> {
  const read = async (text: string): Promise<Side> => {
    const registered = registeredVersion(text);
    return registered ? readRegistered(registered, call.registry) : readSide(text, project);
  };
  const registered = registeredVersion(call.base) ?? registeredVersion(call.head);
  const base = await read(call.base);
  const head = await read(call.head);
  return registered ? [sameContract(base, registered), sameContract(head, registered)] : [base, head];
}

function missing(measured: MeasuredUsage | undefined): { usageMissing?: string } {
  return measured?.missing === undefined ? {} : { usageMissing: measured.missing };
}

interface Call {
  base: string;
  head: string;
  format: (report: DiffReport) => string;
  failOn: Severity;
  project: string;
  registry: RegistryAddress | undefined;
}

function parseCall(args: readonly string[], environment: NodeJS.ProcessEnv): Call | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        'fail-on': { type: 'string' },
        registry: { type: 'string' },
        project: { type: 'string' },
      },
    });
    const sides = rangeOf(positionals);
    const format = formats[values.format ?? 'text'];
    const failOn = severities.find(severity => severity === (values['fail-on'] ?? 'breaking'));
    const url = values.registry ?? environment.REGISTRY_URL;
    if (!sides || !format || !failOn || (url !== undefined && !URL.canParse(url))) return undefined;
    const registry = url === undefined ? undefined : { url, token: environment.REGISTRY_TOKEN };
    return { ...sides, format, failOn, registry, project: values.project ?? process.cwd() };
  } catch {
    return undefined; // an option that there is not
  }
}

const anywhere = ['**/*.yaml', '**/*.yml', '**/*.json'];

async function projectAt(root: string): Promise<ContractPatterns & { workflows?: string }> {
  if (!existsSync(join(root, 'covenant.config.ts'))) return { root, patterns: anywhere };
  const project = await loadProject(root);
  return { ...contractPatterns(project), ...(project.workflows !== undefined && { workflows: project.workflows }) };
}

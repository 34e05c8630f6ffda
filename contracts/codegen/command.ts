import type { Project } from './config.ts';
import { ContractError, formatFinding } from './contract-error.ts';
import { emitFiles } from './generate.ts';
import type { Finding } from './lint/finding.ts';
import { Memory } from './memory.ts';
import { OutputError, staleFiles, writeFiles } from './output.ts';
import { readContracts } from './read-contracts.ts';
import { checkVersions } from './versions/check-versions.ts';

/** What the commands say that read all contracts of a project. */
export interface Outcome {
  /** For people. */
  lines: string[];
  ok: boolean;
  findings: readonly Finding[];
  /** Generated files that were written, or are not what the contracts say. */
  files: readonly string[];
  /** The documents that were read, with those that they refer to. */
  documents: readonly string[];
}

export type ContractCommand = 'lint' | 'generate' | 'check';

/**
 * Runs a command on the contracts of a project.
 * @param memory of earlier runs for the same project: what has not changed since is not done again
 */
export async function runCommand(command: ContractCommand, project: Project, memory = new Memory()): Promise<Outcome> {
  const contracts = readContracts(project, memory);
  const documents = () => contracts.cache.files();
  try {
    const outcome = await { lint, generate, check }[command](project, contracts, memory);
    return { ...outcome, documents: documents() };
  } catch (error) {
    if (error instanceof ContractError) return { ...found(error.findings, project), files: [], documents: documents() };
    if (error instanceof OutputError)
      return { lines: error.message.split('\n'), ok: false, findings: [], files: [], documents: documents() };
    throw error;
  }
}

type Contracts = ReturnType<typeof readContracts>;
type Result = Omit<Outcome, 'documents'>;

async function generate(project: Project, contracts: Contracts, memory: Memory): Promise<Result> {
  const files = await emitFiles(project, contracts, memory);
  if (!files) throw new ContractError(contracts.findings.sorted(), project.root);
  const touched = writeFiles(project, files, memory.output);
  const findings = [...contracts.findings.sorted(), ...checkVersions(project, new Date(), memory).findings];
  const said = findings.map(finding => formatFinding(finding, project.root));
  const lines = [...(touched.length === 0 ? ['Nothing changed.'] : touched), ...said];
  return { lines, ok: true, findings, files: touched };
}

async function lint(project: Project, contracts: Contracts): Promise<Result> {
  await emitFiles(project, contracts);
  // Its parsers take a second to load, and memory: once what was generated is forgotten.
  const { lintContracts } = await import('./lint/lint.ts');
  return { ...found(await lintContracts(project, contracts), project), files: [] };
}

async function check(project: Project, contracts: Contracts, memory: Memory): Promise<Result> {
  const files = await emitFiles(project, contracts, memory);
  const { lintContracts } = await import('./lint/lint.ts');
  const linted = { ...found(await lintContracts(project, contracts), project), files: [] };
  if (!linted.ok || !files) return linted;
  const stale = staleFiles(project, files, memory.output);
  const versions = checkVersions(project, new Date(), memory);
  const wrong = [
    ...stale.map(file => `${file} is not what the contracts say; run covenant generate`),
    ...versions.findings.map(finding => formatFinding(finding, project.root)),
  ];
  const findings = [...linted.findings, ...versions.findings];
  if (wrong.length > 0) return { lines: wrong, ok: false, findings, files: stale };
  return { ...linted, lines: [...linted.lines, 'The generated files are fresh.', versions.note] };
}

function found(findings: readonly Finding[], { root }: Project): Omit<Result, 'files'> {
  const lines = findings.map(finding => formatFinding(finding, root));
  const ok = findings.every(({ severity }) => severity !== 'error');
  return { lines: lines.length === 0 ? ['The contracts are in order.'] : lines, ok, findings };
}

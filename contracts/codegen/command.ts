import type { Project } from './config.ts';
import { ContractError, formatFinding } from './contract-error.ts';
import { emitFiles, generate } from './generate.ts';
import type { Finding } from './lint/finding.ts';
import { OutputError, staleFiles, writeFiles } from './output.ts';
import { readContracts } from './read-contracts.ts';
import { checkVersions } from './versions/check-versions.ts';

export const usage = `covenant lint      says what is wrong with the contracts
covenant generate  writes the generated files
covenant check     lint, whether the generated files are fresh, and whether versions say what changed
covenant diff      what changed between two versions of the contracts, and whom it breaks
covenant publish   fills a registry with the contracts and pacts
covenant test      sends requests to a running system and holds its answers to the contracts`;

export interface Outcome {
  lines: string[];
  ok: boolean;
}

/** Runs a command of the tool; undefined for one that there is not. */
export async function runCommand(command: string, project: Project): Promise<Outcome | undefined> {
  const run = { lint, generate: write, check }[command];
  if (!run) return undefined;
  try {
    return await run(project);
  } catch (error) {
    if (error instanceof ContractError || error instanceof OutputError)
      return { lines: error.message.split('\n'), ok: false };
    throw error;
  }
}

async function write(project: Project): Promise<Outcome> {
  const touched = writeFiles(project, await generate(project));
  const { findings } = checkVersions(project, new Date());
  const low = findings.map(finding => formatFinding(finding, project.root));
  return { lines: [...(touched.length === 0 ? ['Nothing changed.'] : touched), ...low], ok: true };
}

async function lint(project: Project): Promise<Outcome> {
  // Its parsers take a second to load, which `generate` need not wait for.
  const { lintProject } = await import('./lint/lint.ts');
  return outcomeOf(await lintProject(project), project);
}

async function check(project: Project): Promise<Outcome> {
  const { lintContracts } = await import('./lint/lint.ts');
  const contracts = readContracts(project);
  const files = await emitFiles(project, contracts);
  const linted = outcomeOf(await lintContracts(contracts), project);
  if (!linted.ok || !files) return linted;
  const stale = staleFiles(project, files);
  const versions = checkVersions(project, new Date());
  const wrong = [
    ...stale.map(file => `${file} is not what the contracts say; run covenant generate`),
    ...versions.findings.map(finding => formatFinding(finding, project.root)),
  ];
  if (wrong.length > 0) return { lines: wrong, ok: false };
  return { lines: [...linted.lines, 'The generated files are fresh.', versions.note], ok: true };
}

function outcomeOf(findings: readonly Finding[], project: Project): Outcome {
  const lines = findings.map(finding => formatFinding(finding, project.root));
  return { lines: lines.length === 0 ? ['The contracts are in order.'] : lines, ok: lines.length === 0 };
}

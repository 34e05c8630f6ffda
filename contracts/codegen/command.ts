import type { Project } from './config.ts';
import { ContractError, formatFinding } from './contract-error.ts';
import { emitFiles, generate } from './generate.ts';
import type { Finding } from './lint/finding.ts';
import { OutputError, staleFiles, writeFiles } from './output.ts';
import { readContracts } from './read-contracts.ts';

export const usage = `covenant lint      says what is wrong with the contracts
covenant generate  writes the generated files
covenant check     lint, and whether the generated files are fresh
covenant diff      what changed between two versions of the contracts, and whom it breaks`;

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
  return { lines: touched.length === 0 ? ['Nothing changed.'] : touched, ok: true };
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
  const lines = stale.map(file => `${file} is not what the contracts say; run covenant generate`);
  return {
    lines: stale.length === 0 ? [...linted.lines, 'The generated files are fresh.'] : lines,
    ok: stale.length === 0,
  };
}

function outcomeOf(findings: readonly Finding[], project: Project): Outcome {
  const lines = findings.map(finding => formatFinding(finding, project.root));
  return { lines: lines.length === 0 ? ['The contracts are in order.'] : lines, ok: lines.length === 0 };
}

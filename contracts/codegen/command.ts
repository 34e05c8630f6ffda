import { relative } from 'node:path';
import type { Project } from './config.ts';
import { generate } from './generate.ts';
import { staleFiles, writeFiles } from './output.ts';

export const usage = `covenant lint      says what is wrong with the contracts
covenant generate  writes the generated files
covenant check     lint, and whether the generated files are fresh`;

export interface Outcome {
  lines: string[];
  ok: boolean;
}

/** Runs a command of the tool; undefined for one that there is not. */
export async function runCommand(command: string, project: Project): Promise<Outcome | undefined> {
  if (command === 'lint') return lint(project);
  if (command === 'generate') {
    const touched = writeFiles(project, await generate(project));
    return { lines: touched.length === 0 ? ['Nothing changed.'] : touched, ok: true };
  }
  if (command !== 'check') return undefined;
  const linted = await lint(project);
  if (!linted.ok) return linted;
  const stale = staleFiles(project, await generate(project));
  const lines = stale.map(file => `${file} is not what the contracts say; run covenant generate`);
  return {
    lines: stale.length === 0 ? [...linted.lines, 'The generated files are fresh.'] : lines,
    ok: stale.length === 0,
  };
}

async function lint(project: Project): Promise<Outcome> {
  const { lintProject } = await import('./lint/lint.ts'); // its parsers take a second to load, which `generate` need not wait for
  const findings = await lintProject(project);
  const lines = findings.map(
    ({ file, line, column, rule, message }) => `${relative(project.root, file)}:${line}:${column} ${rule}: ${message}`,
  );
  return { lines: lines.length === 0 ? ['The contracts are in order.'] : lines, ok: lines.length === 0 };
}

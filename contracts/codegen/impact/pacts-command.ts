import { parseArgs } from 'node:util';
import { loadProject, type Project } from '../config.ts';
import { readContracts } from '../read-contracts.ts';
import { indexCode } from './code/code-index.ts';
import { findTextUses, resourcesIn } from './code/text-uses.ts';
import { declaredCode, membersIn } from './declared.ts';
import { nameOf } from './member-table.ts';
import { type PactGap, pactGaps } from './pact-gaps.ts';
import { readPacts } from './pact-members.ts';

export const pactsUsage = `covenant pacts: what lies between the code of consumers and their pacts
  --format text | json
  --pacts PATTERN    where the pacts are (pact/pacts/*.json)
  --project FOLDER   where covenant.config.ts is (here)
ends with 0: every edge of the code has a pact; 1: one has none; 2: it was called in a way that it does not know`;

/** Runs `covenant pacts` with its arguments. */
export async function runPacts(args: readonly string[]): Promise<{ output: string; exitCode: 0 | 1 | 2 }> {
  const call = parseCall(args);
  if (!call) return { output: pactsUsage, exitCode: 2 };
  const gaps = await findPactGaps(await loadProject(call.project), call.pacts);
  const output = call.format === 'json' ? JSON.stringify(gaps.map(plain), undefined, 2) : gapsText(gaps);
  return { output, exitCode: gaps.some(({ noPact }) => noPact) ? 1 : 0 };
}

/** Compares the code of a project with the pacts that a pattern matches; `accept` says which files are read. */
export async function findPactGaps(
  project: Project,
  pattern: string,
  accept?: (file: string) => boolean,
): Promise<PactGap[]> {
  const contracts = readContracts(project);
  const table = membersIn(await declaredCode(project, contracts));
  const index = indexCode(project, accept && { accept });
  const resources = project.admin ? resourcesIn(index.code, project.admin.output) : new Map();
  const uses = [...index.uses, ...findTextUses(index.code, table, index.uses, resources)];
  return pactGaps(uses, readPacts(project.root, pattern, contracts, table), table);
}

function gapsText(gaps: readonly PactGap[]): string {
  const count = (of: (gap: PactGap) => number): number => gaps.reduce((sum, gap) => sum + of(gap), 0);
  const lines = [
    `${gaps.length} edges, ${count(({ noPact }) => Number(noPact))} without a pact; ` +
      `${count(({ untested }) => untested.length)} operations and events without an interaction, ` +
      `${count(({ unread }) => unread.length)} fields asked for and not read, ` +
      `${count(({ unasked }) => unasked.length)} read and not asked for`,
  ];
  for (const { consumer, provider, noPact, untested, unread, unasked } of gaps) {
    if (!noPact && untested.length + unread.length + unasked.length === 0) continue;
    lines.push('', `${consumer}-${provider}${noPact ? ': no pact' : ''}`);
    if (untested.length > 0) lines.push(`  no interaction: ${untested.map(nameOf).join(', ')}`);
    for (const member of unread) lines.push(`  asked for and not read: ${fieldOf(member)}`);
    for (const { member, use } of unasked)
      lines.push(`  read and not asked for: ${fieldOf(member)} (${use.file}:${use.line})`);
  }
  return lines.join('\n');
}

function fieldOf(member: string): string {
  return member.slice(member.indexOf('#') + 1);
}

function plain({ unasked, ...gap }: PactGap): object {
  return { ...gap, unasked: unasked.map(({ member, use: { file, line } }) => ({ member, file, line })) };
}

function parseCall(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { format: { type: 'string' }, pacts: { type: 'string' }, project: { type: 'string' } },
    });
    const { format = 'text', pacts = 'pact/pacts/*.json', project = process.cwd() } = values;
    return format === 'text' || format === 'json' ? { format, pacts, project } : undefined;
  } catch {
    return undefined; // an option that there is not
  }
}

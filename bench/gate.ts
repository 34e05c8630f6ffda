import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { breakingChanges, harmlessChanges, type SeededChange } from './gate/cases.ts';
import { writeResults } from './results.ts';

/**
 * Scores the gate: each seeded change is a commit in a clone of this project, and `covenant gate HEAD~1..HEAD` must
 * stop it with the right finding at the right line, or let it pass. `node bench/gate.ts [--write]`
 */

const root = resolve(import.meta.dirname, '..');
const clone = join(mkdtempSync(join(tmpdir(), 'covenant-gate-bench-')), 'clone');
const git = (...args: string[]): string => execFileSync('git', args, { cwd: clone, encoding: 'utf8' }).trim();

const reportSchema = z.object({
  verdict: z.enum(['pass', 'fail', 'unknown']),
  steps: z.array(
    z.object({
      name: z.string(),
      verdict: z.string(),
      findings: z.array(
        z.object({
          id: z.string(),
          weight: z.string(),
          place: z.object({ file: z.string(), line: z.number() }).optional(),
        }),
      ),
    }),
  ),
});

/** `info.version` after a raise, in the text of a document. */
function raised(text: string, by: SeededChange['raise']): string {
  return text.replace(/version: (\d+)\.(\d+)\.(\d+)/, (_all, major, minor, patch) => {
    const next = { major: [+major + 1, 0, 0], minor: [major, +minor + 1, 0], patch: [major, minor, +patch + 1] }[by];
    return `version: ${next.join('.')}`;
  });
}

function commit({ name, file, edits, raise }: SeededChange): void {
  let text = readFileSync(join(clone, file), 'utf8');
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${file} no longer has what "${name}" changes: ${from}`);
    text = text.replace(from, to);
  }
  writeFileSync(join(clone, file), raised(text, raise));
  git('commit', '-qam', name);
}

function gate(): { code: number | null; report: z.infer<typeof reportSchema>; seconds: number } {
  const tool = [process.execPath, join(root, 'contracts/codegen/covenant.ts')];
  const args = [...tool, 'gate', 'HEAD~1..HEAD', '--format', 'json', '--project', clone];
  // bash says what the program and the git processes that it started used of the processors.
  const script = `TIMEFORMAT='%U %S'; time "$@"`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'gate', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === 2 || status === 3) throw new Error(stderr);
  const [user = 0, system = 0] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { code: status, report: reportSchema.parse(JSON.parse(stdout)), seconds: user + system };
}

/** The lines that a finding may mean: that of the new document, and that of the old one. */
function linesAt(file: string, line: number): string[] {
  return ['HEAD', 'HEAD~1'].map(revision => git('show', `${revision}:${file}`).split('\n')[line - 1] ?? '');
}

function judge(change: SeededChange): { right: boolean; said: string; seconds: number } {
  const { code, report, seconds } = gate();
  const found = report.steps.flatMap(({ findings }) => findings).filter(({ weight }) => weight !== 'note');
  const said = found.map(({ id, place }) => `${id}${place ? ` ${place.file}:${place.line}` : ''}`);
  const { finding } = change;
  if (!finding) return { right: code === 0 && report.verdict === 'pass', said: said.join(', ') || 'passes', seconds };
  const named = found.filter(
    ({ id, place }) =>
      id === finding.id && place && linesAt(place.file, place.line).some(line => line.includes(finding.line)),
  );
  const first = named[0];
  return {
    right: code === 1 && named.length > 0,
    said: first?.place ? `${first.id} ${first.place.file}:${first.place.line}` : said.join(', ') || 'passes',
    seconds,
  };
}

try {
  execFileSync('git', ['clone', '-q', '--local', root, clone]);
  git('config', 'user.email', 'bench@example.com');
  git('config', 'user.name', 'Bench');
  const start = git('rev-parse', 'HEAD');
  const rows: string[] = [];
  let right = 0;
  let slowest = 0;
  const changes = [...breakingChanges, ...harmlessChanges];
  for (const change of changes) {
    git('reset', '-q', '--hard', start);
    commit(change);
    const outcome = judge(change);
    if (outcome.right) right++;
    slowest = Math.max(slowest, outcome.seconds);
    const kind = change.finding ? 'breaking' : 'harmless';
    const mark = outcome.right ? 'right' : '**wrong**';
    rows.push(`| ${kind} | ${change.name} | ${outcome.said} | ${mark} | ${(outcome.seconds).toFixed(1)} |`);
  }
  const table = [
    `Right: ${right} of ${changes.length}; at most ${slowest.toFixed(1)} CPU seconds.`,
    '',
    '| | change | the gate says | | CPU s |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
  console.log(table);
  if (process.argv.includes('--write')) writeResults(resolve(import.meta.dirname, 'RESULTS.md'), 'gate', table);
  if (right < changes.length) process.exitCode = 1;
} finally {
  rmSync(resolve(clone, '..'), { recursive: true, force: true });
}

import { execFileSync } from 'node:child_process';

/** What a git command writes; throws for one that fails. Whoever calls it hands no text of a user as an option. */
export function git(cwd: string, args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/**
 * The texts of files of a revision that are there, by path from the top of the repository: one process for all of them.
 */
export function filesOf(top: string, revision: string, paths: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  if (paths.length === 0) return texts;
  const output = execFileSync('git', ['cat-file', '--batch'], {
    cwd: top,
    input: paths.map(path => `${revision}:${path}\n`).join(''),
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let at = 0;
  for (const path of paths) {
    const end = output.indexOf(10, at);
    const [, type, size] = output.toString('utf8', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') continue; // `… missing`
    texts.set(path, output.toString('utf8', at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}

/** What a git command writes, without the end of the line; undefined for one that fails. */
export function tryGit(cwd: string, args: readonly string[]): string | undefined {
  try {
    return git(cwd, args).trim();
  } catch {
    return undefined;
  }
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Project } from './config.ts';
import { SideError } from './diff/side.ts';
import { git, tryGit } from './git.ts';

/** What contracts are written in; nothing else is read. */
const documents = ['*.yaml', '*.yml', '*.json'];

/**
 * Does something with a project as it is on a side: a git revision, a folder of a project, or '' for the working tree.
 * The documents of a revision other than what is checked out are written to a folder that is gone afterwards.
 */
export async function withProjectAt<T>(
  project: Project,
  side: string,
  use: (project: Project) => Promise<T>,
): Promise<T> {
  if (side !== '' && existsSync(resolve(side))) return use({ ...project, root: resolve(side) });
  if (side === '' || isCheckedOut(project.root, side)) return use(project);
  const top = git(project.root, ['rev-parse', '--show-toplevel']).trim();
  const folder = mkdtempSync(join(tmpdir(), 'covenant-gate-'));
  try {
    // An index of its own: that of the clone stays as it is.
    const env = { ...process.env, GIT_INDEX_FILE: join(folder, '.index') };
    const run = (...args: string[]) => execFileSync('git', args, { cwd: top, env, stdio: 'ignore' });
    const files = join(folder, 'files');
    try {
      run('read-tree', '--end-of-options', `${side}^{tree}`);
    } catch {
      throw new SideError(`${side} is no git revision`);
    }
    const names = execFileSync('git', ['ls-files', '-z', '--', ...documents], { cwd: top, env, maxBuffer: 1 << 28 });
    execFileSync('git', ['checkout-index', '-z', '--stdin', '--quiet', `--prefix=${files}/`], {
      cwd: top,
      env,
      input: names,
    });
    return await use({ ...project, root: join(files, relative(top, project.root)) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isCheckedOut(root: string, revision: string): boolean {
  const commit = tryGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  const isHead = commit !== undefined && commit === tryGit(root, ['rev-parse', 'HEAD']);
  return isHead && tryGit(root, ['status', '--porcelain', '--', ...documents]) === '';
}

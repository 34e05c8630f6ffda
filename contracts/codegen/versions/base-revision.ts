import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Project } from '../config.ts';
import { tryGit } from '../git.ts';

/** The revision that versions are compared with, as it is called; or why there is none. */
export type BaseRevision = { commit: string; label: string } | { missing: string };

/** Where a project's main line is looked for: that of the remote counts before that of the clone. */
const mainBranches = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

/**
 * The revision to compare the contracts with: `base` of the configuration, else the merge base of HEAD and the main
 * branch.
 */
export function baseRevision({ root, base }: Project): BaseRevision {
  if (!mayBeInGit(root) || tryGit(root, ['rev-parse', '--show-toplevel']) === undefined)
    return { missing: 'there is no git history' };
  if (tryGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD']) === undefined)
    return { missing: 'nothing has been committed yet' };
  if (base !== undefined) {
    const commit = commitOf(root, base);
    return commit === undefined
      ? { missing: `this clone has no revision ${base}, the \`base\` of the configuration (a shallow clone?)` }
      : { commit, label: base };
  }
  const main = mainBranches.find(branch => commitOf(root, branch) !== undefined);
  if (main === undefined) return { missing: 'there is no main branch; name a revision as `base` of the configuration' };
  const commit = tryGit(root, ['merge-base', 'HEAD', main]);
  return commit === undefined ? { missing: `HEAD and ${main} have nothing in common` } : { commit, label: main };
}

/** Whether git has to be asked: starting it takes longer than all else that a run of `--watch` does. */
function mayBeInGit(root: string): boolean {
  if (process.env.GIT_DIR !== undefined || existsSync(join(root, '.git'))) return true;
  return dirname(root) !== root && mayBeInGit(dirname(root));
}

function commitOf(root: string, revision: string): string | undefined {
  const found = tryGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return found === '' ? undefined : found;
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { Project } from '../config.ts';

/**
 * Gives `use` the project with the contracts of a side: a git revision, a folder of a project, or `''` for the project
 * as it is. Those of a revision are written into a folder that is removed afterwards.
 */
export async function withContractsOf<T>(
  project: Project,
  side: string,
  use: (project: Project) => Promise<T>,
): Promise<T> {
  if (side === '') return use(project);
  if (existsSync(resolve(side))) return use({ ...project, root: resolve(side) });
  const folder = mkdtempSync(join(tmpdir(), 'covenant-contracts-'));
  try {
    writeRevision(project.root, side, folder);
    return await use({ ...project, root: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the YAML and JSON files of a revision, which contracts may refer to. */
function writeRevision(root: string, revision: string, folder: string): void {
  const git = (args: readonly string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  const top = git(['rev-parse', '--show-toplevel']).trim();
  const files = git(['ls-tree', '-r', '-z', '--full-tree', '--name-only', revision]).split('\0');
  for (const file of files) {
    const path = relative(root, resolve(top, file));
    if (!/\.(ya?ml|json)$/.test(file) || path.startsWith('..') || /(^|\/)(node_modules|pacts|fixtures)\//.test(path))
      continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), git(['show', `${revision}:${file}`]));
  }
}

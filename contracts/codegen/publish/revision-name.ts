import { createHash } from 'node:crypto';
import { tryGit } from '../git.ts';

/**
 * What a publication is called: the commit; where files differ from it, the commit and a hash of what they say; without
 * git, the hash alone. The same files have the same name.
 */
export function revisionName(root: string, revision: string, texts: ReadonlyMap<string, string>): string {
  const commit = tryGit(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision || 'HEAD'}^{commit}`,
  ]);
  if (revision !== '' && commit !== undefined) return commit;
  const changed =
    commit === undefined || (texts.size > 0 && tryGit(root, ['status', '--porcelain', '--', ...texts.keys()]) !== '');
  if (!changed) return commit;
  const hash = createHash('sha256');
  for (const name of [...texts.keys()].sort()) hash.update(`${name}\0${texts.get(name)}\0`);
  const digest = hash.digest('hex').slice(0, 12);
  return commit === undefined ? digest : `${commit.slice(0, 40)}-${digest}`;
}

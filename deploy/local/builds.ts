import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Files in the folder of builds that claim one for a process. */
const claimFile = /^\.wanted-(.+)\.(\d+)$/;

/**
 * Claims a build for this process, so that no other one removes it; claim it before looking
 * whether it is there.
 * @returns what takes it back, once the system that uses the build is noted
 */
export function claimBuild(builds: string, key: string): () => void {
  const file = path.join(builds, `.wanted-${key}.${process.pid}`);
  fs.writeFileSync(file, '');
  return () => fs.rmSync(file, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The builds that running processes have claimed; claims of ended processes are removed. */
function claimedBuilds(builds: string): string[] {
  return fs.readdirSync(builds).flatMap(name => {
    const [, key, pid] = claimFile.exec(name) ?? [];
    if (key === undefined) return [];
    if (isRunning(Number(pid))) return [key];
    fs.rmSync(path.join(builds, name), { force: true });
    return [];
  });
}

/**
 * Removes the builds of an app that no process wants and no system uses. Two processes may do it while others build:
 * each build is put aside first, and put back when somebody wanted it just before that; who looked for it a moment
 * later finds it missing and builds it.
 * @param used reads, each time anew, which builds systems use
 */
export function forgetBuilds(builds: string, app: string, used: () => readonly string[]): void {
  const isNeeded = (name: string): boolean => used().includes(name) || claimedBuilds(builds).includes(name);
  for (const name of fs.readdirSync(builds).filter(entry => entry.startsWith(`${app}-`) && !isNeeded(entry))) {
    const aside = path.join(builds, `.draft-${name}-${randomUUID()}`);
    if (!move(path.join(builds, name), aside)) continue; // another process was faster
    if (isNeeded(name) && move(aside, path.join(builds, name))) continue;
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

/** Whether a folder could be moved: false where it is gone, or another is there already. */
function move(from: string, to: string): boolean {
  try {
    fs.renameSync(from, to);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'EEXIST', 'ENOTEMPTY'].includes(code)) return false;
    throw error;
  }
}

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import type { Steps } from './steps.ts';

interface Tool {
  title: string;
  /** The call that shows it is there. */
  probe: readonly [string, ...string[]];
  debian: string;
}

/** What the local way needs from the system, and Debian's package for it. */
const tools = {
  java: { title: 'a Java 17 development kit', probe: ['javac', '-version'], debian: 'openjdk-17-jdk-headless' },
  maven: { title: 'Maven', probe: ['mvn', '-version'], debian: 'maven' },
  pip: { title: 'Python 3 with pip', probe: ['python3', '-m', 'pip', '--version'], debian: 'python3-pip' },
  go: { title: 'Go', probe: ['go', 'version'], debian: 'golang' },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

const isThere = (tool: Tool): boolean => spawnSync(tool.probe[0], tool.probe.slice(1), { stdio: 'ignore' }).status === 0;

/** One line for each missing tool, with the command that installs it. */
export const missingLines = (missing: readonly Tool[]): string[] =>
  missing.map(tool => `Missing: ${tool.title}. Install it: sudo apt-get install -y ${tool.debian}`);

/** Installs Debian packages; only as root in CI, where nobody is there to be asked. */
export function installDebian(packages: readonly string[]): boolean {
  const run = (...args: string[]): boolean => {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env: environment }).status === 0;
  };
  return run('update') && run('install', '-y', '--no-install-recommends', ...packages);
}

/** Whether we may install what is missing ourselves: as root on Debian with `CI=true`. */
export const mayInstall = (): boolean => process.env.CI === 'true' && process.getuid?.() === 0 && fs.existsSync('/etc/debian_version');

/** Fails with one line for each tool that is missing; in CI, as root on Debian, it installs them instead. */
export async function requireTools(names: Iterable<ToolName>, steps: Steps): Promise<void> {
  const absent = (): Tool[] => [...new Set(names)].map(name => tools[name]).filter(tool => !isThere(tool));
  let missing = absent();
  if (missing.length > 0 && mayInstall()) {
    const packages = missing.map(tool => tool.debian);
    await steps.step(`install ${packages.join(', ')}`, async () => installDebian(packages));
    missing = absent();
  }
  if (missing.length > 0) throw new Error(missingLines(missing).join('\n'));
}

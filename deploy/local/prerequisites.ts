import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import type { Steps } from './steps.ts';

interface Tool {
  title: string;
  /** The call that shows it is there. */
  probe: readonly [string, ...string[]];
  /** The oldest version that will do: the first number that the call prints. */
  least?: number;
  debian: string;
}

/** What the local way needs from the system, and Debian's package for it. */
const tools = {
  java: { title: 'Java 17', probe: ['java', '-version'], least: 17, debian: 'openjdk-17-jdk-headless' },
  jdk: {
    title: 'a Java 17 development kit',
    probe: ['javac', '-version'],
    least: 17,
    debian: 'openjdk-17-jdk-headless',
  },
  maven: { title: 'Maven', probe: ['mvn', '-version'], debian: 'maven' },
  pip: { title: 'Python 3 with pip', probe: ['python3', '-m', 'pip', '--version'], debian: 'python3-pip' },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** Whether the output of a tool names a version that is new enough. */
export const isNewEnough = (output: string, least = 0): boolean => Number(/\d+/.exec(output)?.[0] ?? 0) >= least;

function isThere({ probe: [program, ...args], least }: Tool): boolean {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 && isNewEnough(`${stdout}${stderr}`, least);
}

/** One line for each package that is missing, with the command that installs it. */
export function missingLines(missing: readonly Pick<Tool, 'title' | 'debian'>[]): string[] {
  const titles = new Map(missing.map(({ debian, title }) => [debian, title]));
  return [...titles].map(([debian, title]) => `Missing: ${title}. Install it: sudo apt-get install -y ${debian}`);
}

/** Installs Debian packages; only as root in CI, where nobody can answer a prompt. */
export function installDebian(packages: readonly string[]): boolean {
  const run = (...args: string[]): boolean => {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return (
      spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env: environment }).status === 0
    );
  };
  return run('update') && run('install', '-y', '--no-install-recommends', ...packages);
}

/** Whether we may install what is missing ourselves: as root on Debian with `CI=true`. */
export const mayInstall = (): boolean =>
  process.env.CI === 'true' && process.getuid?.() === 0 && fs.existsSync('/etc/debian_version');

/** Fails with one line for each tool that is missing; in CI, as root on Debian, it installs them instead. */
export async function requireTools(names: Iterable<ToolName>, steps: Steps): Promise<void> {
  const absent = (): Tool[] => [...new Set(names)].map(name => tools[name]).filter(tool => !isThere(tool));
  let missing = absent();
  if (missing.length > 0 && mayInstall()) {
    const packages = [...new Set(missing.map(tool => tool.debian))];
    await steps.step(`install ${packages.join(', ')}`, async () => installDebian(packages));
    missing = absent();
  }
  if (missing.length > 0) throw new Error(missingLines(missing).join('\n'));
}

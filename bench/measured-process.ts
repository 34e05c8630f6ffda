import { spawnSync } from 'node:child_process';

/** What a program of Node, and each that it started, said and used. */
export interface MeasuredProcess {
  status: number | null;
  stdout: string;
  stderr: string;
  /** User and system, of all; undefined where none said what it used. */
  cpuSeconds: number | undefined;
  /** Of the largest. */
  peakMiB: number;
}

/** Has a program, and each that it starts, say at its end what it used. */
const usage = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\n@'+JSON.stringify(process.resourceUsage())))`;

/** Runs a program of Node in a folder; it is ended after ten minutes. */
export function runMeasured(
  folder: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): MeasuredProcess {
  const env = { ...process.env, NODE_OPTIONS: `--import ${usage}`, ...more };
  const options = { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 600_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  const said = [...(stderr ?? '').matchAll(/\n@(\{.*\})/g)];
  const used = said.map(([, text = '']): NodeJS.ResourceUsage => JSON.parse(text));
  const cpu = used.reduce((sum, { userCPUTime, systemCPUTime }) => sum + userCPUTime + systemCPUTime, 0);
  return {
    status,
    stdout,
    stderr: (stderr ?? '').replaceAll(/\n@\{.*\}/g, ''),
    cpuSeconds: used.length === 0 ? undefined : cpu / 1e6,
    peakMiB: Math.max(0, ...used.map(({ maxRSS }) => maxRSS)) / 1024,
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program of Node in a process of its own, and the file that it writes to. */
export interface Program {
  name: string;
  child: ChildProcess;
  log: string;
}

interface ProgramOptions {
  name: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Where its log is put. */
  folder: string;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
const endOf = ({ log }: Program): string => readFileSync(log, 'utf8').slice(-2_000);

export function startProgram({ name, args, cwd, env, folder }: ProgramOptions): Program {
  const log = join(folder, `${name}.log`);
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', output, output] });
  return { name, child, log };
}

/** Waits until `url` answers. Throws with the end of the log when the program ends before, or takes longer. */
export async function untilReady(program: Program, url: string, timeoutMs: number): Promise<void> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(100)) {
    if (hasEnded(program.child)) break;
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
  }
  throw new Error(`${program.name} does not start:\n${endOf(program)}`);
}

/** Waits until a program has done its work. Throws with the end of its log when it fails. */
export async function untilDone(program: Program): Promise<void> {
  const { child, name } = program;
  if (!hasEnded(child)) await new Promise(resolve => child.once('exit', resolve));
  if (child.exitCode !== 0) throw new Error(`${name} failed:\n${endOf(program)}`);
}

/** Throws with the end of its log when a program is no longer running. */
export function mustRun(program: Program): void {
  if (hasEnded(program.child)) throw new Error(`${program.name} ended by itself:\n${endOf(program)}`);
}

/** Ends a program, at the latest after 15 s. */
export function endProgram({ child }: Program): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  return ended.finally(() => clearTimeout(late));
}

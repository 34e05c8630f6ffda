import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlainUser } from './folders.ts';
import { rotateLog } from './log-rotation.ts';

/** How to run one program. */
export interface Command {
  program: string;
  args: readonly string[];
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
  user?: PlainUser | undefined;
}

/** A process as the system knows it: a number alone may belong to somebody else after a crash or a reboot. */
export interface ProcessRecord {
  pid: number;
  /** Clock ticks from boot to its start, as the system counts them. */
  started: string;
  command: string;
}

/** What the system says about a process, or `undefined` when there is none (a zombie is none). */
export function inspect(pid: number): ProcessRecord | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, started: fields[19] ?? '', command };
  } catch {
    return undefined;
  }
}

/** Whether the process of a record still runs: same pid, same start time, same program. */
export function isSame(
  record: Pick<ProcessRecord, 'pid' | 'started'> & { program: string },
  now: ProcessRecord | undefined,
): boolean {
  return (
    now !== undefined &&
    now.pid === record.pid &&
    now.started === record.started &&
    now.command.includes(path.basename(record.program))
  );
}

interface PidFile {
  pid: number;
  started: string;
  program: string;
}

/** The process of a pid file, if it still runs; `undefined` for a file left over from a crash. */
export function findDaemon(pidFile: string): number | undefined {
  let record: PidFile;
  try {
    record = JSON.parse(fs.readFileSync(pidFile, 'utf8'));
  } catch {
    return undefined;
  }
  return isSame(record, inspect(record.pid)) ? record.pid : undefined;
}

/**
 * Starts a program in a session of its own (Ctrl-C in our terminal does not reach it), its output appended to a log,
 * its pid file written so that a later run finds it again.
 */
export function startDaemon(command: Command, files: { log: string; pid: string }): ChildProcess {
  rotateLog(files.log);
  const log = fs.openSync(files.log, 'a');
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: command.environment ?? process.env,
    detached: true,
    stdio: ['ignore', log, log],
    ...command.user,
  });
  fs.closeSync(log);
  child.once('error', error => fs.appendFileSync(files.log, `${error.message}\n`));
  const record = child.pid === undefined ? undefined : inspect(child.pid);
  if (record) {
    const content: PidFile = { pid: record.pid, started: record.started, program: command.program };
    fs.writeFileSync(files.pid, JSON.stringify(content));
  }
  child.unref();
  return child;
}

/**
 * Stops the process of a pid file: sends `signal`, then SIGKILL after `timeoutMs`, and waits until it is
 * gone.
 */
export async function stopDaemon(pidFile: string, signal: NodeJS.Signals, timeoutMs: number): Promise<void> {
  const began = Date.now();
  let killed = false;
  for (let pid = findDaemon(pidFile), signalled = false; pid !== undefined; pid = findDaemon(pidFile)) {
    if (!signalled) send(pid, signal);
    signalled = true;
    if (!killed && Date.now() - began > timeoutMs) {
      send(pid, 'SIGKILL');
      killed = true;
    }
    await sleep(30);
  }
  fs.rmSync(pidFile, { force: true });
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The last lines of a log, for an error message. */
export function tail(log: string, lines = 15): string {
  if (!fs.existsSync(log)) return '';
  return fs.readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

/** The last line of a program's output, shortened: of a JSON log, the message and the error. */
export function lastLogMessage(log: string): string {
  const line = tail(log, 1);
  try {
    const { message, msg, error } = JSON.parse(line);
    return [message ?? msg, error?.message].filter(Boolean).join(': ').slice(0, 300);
  } catch {
    return line.slice(0, 300);
  }
}

/** Writes our own pid file, where only one may run at a time. @throws Error when another one runs */
export function claim(pidFile: string, name: string): void {
  const other = findDaemon(pidFile);
  if (other !== undefined)
    throw new Error(`${name} already runs in this clone (process ${other}). Stop it first: kill ${other}`);
  const self = inspect(process.pid);
  if (!self) return;
  const content: PidFile = { pid: self.pid, started: self.started, program: process.execPath };
  fs.writeFileSync(pidFile, JSON.stringify(content));
}

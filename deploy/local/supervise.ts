import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../../services/platform/backoff.ts';
import { type Command, findDaemon, lastLogMessage, startDaemon, stopDaemon } from './daemon.ts';
import { type PortName, requireFreePort } from './ports.ts';

export interface SupervisedOptions {
  name: string;
  /** Each answers whether what listens on it is ready. */
  ports: readonly { name: PortName; port: number }[];
  /** Asked each time the program is started: it may have been built anew meanwhile. */
  command(): Command;
  files: { log: string; pid: string };
  print(line: string): void;
  /** Aborted when the system is being stopped: from then on nothing is started again. */
  closing: AbortSignal;
}

const readyPatience = 90_000;
const stopPatience = 15_000;
const longEnough = 30_000;
/** `EX_CONFIG` of sysexits.h: a service ends with it when its configuration is invalid; a restart does not help. */
const EX_CONFIG = 78;

/** The pause before a process that ended is restarted, ms: doubles with each failure in a row, at most 30 s. */
export const restartPause = (failures: number): number => backoff(failures, 500, 30_000);

/** Whether a service says that it is ready to work. */
export async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(3000) });
    return response.ok;
  } catch {
    return false;
  }
}

const ended = (child: ChildProcess): Promise<string> =>
  new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
  });

async function untilReady({ name, ports, files, closing }: SupervisedOptions): Promise<void> {
  const began = Date.now();
  const areReady = async (): Promise<boolean> =>
    (await Promise.all(ports.map(({ port }) => isReady(port)))).every(ready => ready);
  while (!(await areReady())) {
    closing.throwIfAborted();
    if (Date.now() - began > readyPatience)
      throw new Error(
        `${name} is not ready after ${readyPatience / 1000} s: ${lastLogMessage(files.log)}\n(${files.log})`,
      );
    await sleep(100);
  }
}

/**
 * Runs the process again and again. @throws Error when it cannot work: its configuration is wrong, or it ends five
 * times in a row
 */
async function keepRunning({ name, command, files, print, closing }: SupervisedOptions): Promise<void> {
  for (let failures = 0; ; ) {
    const began = Date.now();
    const child = startDaemon(command(), files);
    const how = await ended(child);
    if (closing.aborted) return;
    failures = Date.now() - began > longEnough ? 0 : failures + 1;
    const why = `${name} has ended (${how}): ${lastLogMessage(files.log)}`;
    if (child.exitCode === EX_CONFIG || failures === 5) throw new Error(`${why}\n(${files.log})`);
    const pause = restartPause(failures);
    print(`  ! ${why}; starting it again in ${(pause / 1000).toFixed(1)} s`);
    await sleep(pause, undefined, { signal: closing }).catch(() => {});
    if (closing.aborted) return;
  }
}

/**
 * Starts a program and keeps it running. One that an earlier run left behind is stopped first: it may be of older code.
 * @returns when it is ready for the first time; `over` resolves when it is not restarted any more
 */
export async function supervise(options: SupervisedOptions): Promise<{ over: Promise<void> }> {
  await stopDaemon(options.files.pid, 'SIGTERM', stopPatience);
  for (const { name, port } of options.ports) await requireFreePort(name, port);
  options.closing.throwIfAborted();
  const running = keepRunning(options);
  await Promise.race([untilReady(options), running]);
  return { over: running.catch(error => options.print(`  ! ${(error as Error).message}`)) };
}

/**
 * Watches processes that are not our children (servers of an earlier run may be among them) and has each started again
 * when it has gone.
 * @returns a function that ends the watch
 */
export function watchDaemons(
  daemons: readonly { title: string; pid: string; restart(): Promise<void> }[],
  print: (line: string) => void,
): () => void {
  const busy = new Set<string>();
  const failures = new Map<string, number>();
  const timer = setInterval(() => {
    for (const { title, pid, restart } of daemons) {
      if (busy.has(title) || findDaemon(pid) !== undefined) continue;
      busy.add(title);
      print(`  ! ${title} has gone; starting it again`);
      restart()
        .then(() => {
          failures.delete(title);
          print(`  ✓ ${title} is back`);
        })
        .catch(async error => {
          const count = (failures.get(title) ?? 0) + 1;
          failures.set(title, count);
          print(`  ! ${(error as Error).message}`);
          await sleep(restartPause(count));
        })
        .finally(() => busy.delete(title));
    }
  }, 1000);
  return () => clearInterval(timer);
}

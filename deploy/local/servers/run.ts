import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findDaemon, startDaemon, stopDaemon, tail } from '../daemon.ts';
import { ensurePrivateFolder } from '../folders.ts';
import { requireFreePort } from '../ports.ts';
import type { Report } from '../steps.ts';
import type { Place, Server } from './server.ts';

/** Where the pid and the log of one process of a system are. */
export function processFiles(state: string, name: string): { log: string; pid: string } {
  for (const folder of ['logs', 'pids']) ensurePrivateFolder(path.join(state, folder));
  return { log: path.join(state, 'logs', `${name}.log`), pid: path.join(state, 'pids', `${name}.json`) };
}

const startPatience = 60_000;

/** Waits until a server answers; gives up when its process has ended, or after a minute. */
async function untilItAnswers(server: Server, place: Place, child: ChildProcess): Promise<void> {
  const began = Date.now();
  for (;;) {
    try {
      return await server.answers(place);
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
        throw new Error('it has stopped');
      if (Date.now() - began > startPatience) throw error;
    }
    await sleep(100);
  }
}

/** Whether a server of this state already runs and answers. One that runs and does not answer is stopped. */
async function isAlreadyRunning(server: Server, place: Place, pidFile: string): Promise<boolean> {
  if (findDaemon(pidFile) === undefined) return false;
  for (let tries = 0; tries < 20; tries++) {
    try {
      await server.answers(place);
      return true;
    } catch {
      await sleep(100);
    }
  }
  await stopDaemon(pidFile, server.stop.signal, server.stop.timeoutMs);
  return false;
}

/**
 * Has one server running and answering: the one that a former run left, or a new one. A server that was killed may need
 * a moment before it may start again on its data, so it is tried for some seconds; no lock is ever removed.
 * @returns whether it ran already
 */
export async function startServer(server: Server, place: Place, report: Report): Promise<boolean> {
  await server.provision(place, report);
  const files = processFiles(place.state, server.name);
  const already = await isAlreadyRunning(server, place, files.pid);
  if (!already) {
    for (const port of server.ports) await requireFreePort(port, place.ports[port]);
    report('preparing its data');
    await server.prepare?.(place);
    report('starting');
    for (let tries = 1; ; tries++) {
      place.closing.throwIfAborted();
      try {
        await untilItAnswers(server, place, startDaemon(server.command(place), files));
        break;
      } catch (error) {
        await stopDaemon(files.pid, server.stop.signal, server.stop.timeoutMs);
        if (tries === 5)
          throw new Error(
            `${server.title} does not start: ${(error as Error).message}\n${tail(files.log)}\n(${files.log})`,
          );
        await sleep(500 * tries);
      }
    }
  }
  await server.settle?.(place);
  return already;
}

/** Stops the server of this state, if it runs. */
export async function stopServer(server: Server, place: Pick<Place, 'state'>): Promise<void> {
  await stopDaemon(processFiles(place.state, server.name).pid, server.stop.signal, server.stop.timeoutMs);
}

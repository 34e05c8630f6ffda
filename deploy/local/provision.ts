import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Command } from './daemon.ts';
import type { Report } from './steps.ts';

const dayMs = 86_400_000;

/** Drafts of builds that were interrupted; nobody builds for a day. */
function removeOldDrafts(cache: string): void {
  for (const name of fs.readdirSync(cache)) {
    const draft = path.join(cache, name);
    if (name.startsWith('.draft-') && Date.now() - fs.statSync(draft).mtimeMs > dayMs)
      fs.rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Makes a folder of the cache once: built beside, then renamed, so that two clones may do it at the same time and
 * nobody ever sees half of it.
 * @param key names the artifact and its version: another version is another folder
 */
export async function provision(cache: string, key: string, build: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(cache, key);
  if (fs.existsSync(folder)) return folder;
  removeOldDrafts(cache);
  const draft = path.join(cache, `.draft-${key}-${randomUUID()}`);
  fs.mkdirSync(draft, { recursive: true });
  try {
    await build(draft);
    try {
      fs.renameSync(draft, folder);
    } catch (error) {
      if (!fs.existsSync(folder)) throw error; // else another clone was faster
    }
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill(); // else a build would go on without us
});

/** Runs a tool to its end, reporting the last line it printed; its whole output is in the error when it fails. */
export function runTool(command: Command, report: Report = () => {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.program, command.args, {
      cwd: command.cwd,
      env: command.environment ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...command.user,
    });
    running.add(child);
    let output = '';
    const take = (chunk: Buffer): void => {
      output += stripVTControlCharacters(chunk.toString());
      report(output.trimEnd().split('\n').at(-1) ?? '');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', reject);
    child.once('close', code => {
      running.delete(child);
      if (code === 0) resolve(output);
      else
        reject(
          new Error(
            `${path.basename(command.program)} ${command.args.slice(0, 3).join(' ')} … failed (${code}):\n${output.trim().slice(-3000)}`,
          ),
        );
    });
  });
}

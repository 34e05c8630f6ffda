import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { configNames, type Project } from '../config.ts';
import { contractFolders } from '../contract-files.ts';
import type { CommandResult } from './command.ts';

/** Editors write a file in several steps; what comes within so many ms is one change. */
const SETTLE_MS = 30;

/**
 * Runs once, and again at every change of a document, until the process is stopped; each result is printed as it comes.
 * `run` says which documents it read. Returns when the configuration changed: what is run depends on it.
 */
export async function watchContracts(
  project: Project,
  run: () => Promise<{ result: CommandResult; documents: readonly string[] }>,
): Promise<CommandResult> {
  for (;;) {
    const { result, documents } = await run();
    console.log(result.output);
    const folders = new Set([project.root, ...contractFolders(project), ...documents.map(file => dirname(file))]);
    const changed = firstChange([...folders]);
    console.log(`covenant watches ${documents.length} documents; Ctrl-C ends it`);
    const name = await changed;
    if (configNames.some(config => config === name)) return { output: `${name} has changed: start again`, exitCode: 0 };
  }
}

/** The name of the first document, or configuration, that changes in one of the folders. */
async function firstChange(folders: readonly string[]): Promise<string> {
  const watchers: FSWatcher[] = [];
  const changed = new Promise<string>(resolve => {
    for (const folder of folders)
      watchers.push(
        watch(folder, (_event, name) => {
          if (name !== null && /\.(ya?ml|json)$|^covenant\.config\./.test(name)) resolve(basename(name));
        }),
      );
  });
  const name = await changed;
  await setTimeout(SETTLE_MS);
  for (const watcher of watchers) watcher.close();
  return name;
}

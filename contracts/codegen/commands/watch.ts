import { existsSync, type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { configNames, type Project } from '../config.ts';
import { contractFolders } from '../contract-files.ts';
import type { CommandResult } from './command.ts';

/** Editors write a file in several steps; what comes within so many ms is one change. */
const SETTLE_MS = 30;

/**
 * Runs once, and again at every change of a document, also one that comes during a run, until the process is stopped;
 * each result is printed as it comes. `run` says which documents it read. Returns when the configuration changed: what
 * is run depends on it.
 */
export async function watchContracts(
  project: Project,
  run: () => Promise<{ result: CommandResult; documents: readonly string[] }>,
): Promise<CommandResult> {
  const changes = new Changes();
  const always = () => [project.root, ...contractFolders(project)];
  try {
    changes.watch(always());
    for (;;) {
      const { result, documents } = await run();
      console.log(result.output);
      changes.watch([...always(), ...documents.map(file => dirname(file))]);
      console.log(`covenant watches ${documents.length} documents; Ctrl-C ends it`);
      const names = await changes.next();
      const config = configNames.find(name => names.has(name));
      if (config !== undefined) return { output: `${config} has changed: start again`, exitCode: 0 };
    }
  } finally {
    changes.close();
  }
}

/** The changes of documents, and of the configuration, in folders. */
class Changes {
  #watchers: FSWatcher[] = [];
  #names = new Set<string>();
  #wake: (() => void) | undefined;

  /** Watches these folders from now on, each as it is now: one may have been made anew. No change is lost. */
  watch(folders: readonly string[]): void {
    const earlier = this.#watchers;
    this.#watchers = [...new Set(folders)].filter(existsSync).map(folder =>
      watch(folder, (_event, name) => {
        if (name === null || !/\.(ya?ml|json)$|^covenant\.config\./.test(name)) return;
        this.#names.add(name);
        this.#wake?.();
      }),
    );
    for (const watcher of earlier) watcher.close();
  }

  /** The names of the files that changed since the last call, once there is one. */
  async next(): Promise<ReadonlySet<string>> {
    if (this.#names.size === 0)
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    this.#wake = undefined;
    await setTimeout(SETTLE_MS);
    const names = this.#names;
    this.#names = new Set();
    return names;
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
  }
}

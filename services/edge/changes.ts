import type { Log } from '../platform/log.ts';
import type { Live } from './live.ts';
import type { Purger } from './purgers/purger.ts';

/** Tags that became old. */
export interface Changes {
  /** Purges the tags, then tells who follows them; resolves after that. What comes while a purge is under way goes into the next one together. */
  add(tags: readonly string[]): Promise<void>;
}

/**
 * Purges and then tells. Should a cache not forget in the end, the pages are told all the same: they may be shown something old, but they would be
 * anyway.
 */
export function createChanges({ purger, live, log }: { purger: Purger; live: Live; log: Log }): Changes {
  let waiting = new Set<string>();
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    const tags = [...waiting];
    waiting = new Set();
    next = undefined;
    await purger.purge(tags).catch(error => log.error({ error, tags }, 'a cache could not be purged'));
    live.changed(tags);
  }

  return {
    add(tags) {
      if (tags.length === 0) return Promise.resolve();
      for (const tag of tags) waiting.add(tag);
      next ??= running = running.then(run);
      return next;
    },
  };
}

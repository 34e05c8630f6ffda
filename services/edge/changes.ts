import type { Log } from '../platform/observability/log.ts';
import type { Worker } from '../platform/workers.ts';
import type { Live } from './live.ts';
import type { Purger } from './purgers/purger.ts';

/** Tags that became old. */
export interface Changes extends Worker {
  /**
   * Purges the tags, then tells who follows them; resolves after that. What comes while a purge is under way goes into
   * the next one together.
   */
  add(tags: readonly string[]): Promise<void>;
}

/**
 * What follows the same events as we do and takes a moment longer: an answer that was fetched right after the first
 * purge may be from before. So these are purged once more, after this many ms: the index has it within about 300 ms,
 * and has caught up after a second on a busy machine.
 */
const LATE: Readonly<Record<string, readonly number[]>> = { search: [400, 1_500] };

/** Changes that come together have one late purge. ms. */
const TOGETHER = 100;

/**
 * Purges and then tells. Should a cache not forget in the end, the pages are told all the same: they may be shown
 * something old, but they would be anyway.
 */
export function createChanges({ purger, live, log }: { purger: Purger; live: Live; log: Log }): Changes {
  let waiting = new Set<string>();
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  const timers = new Set<NodeJS.Timeout>();
  const planned = new Map<string, number>();

  async function run(): Promise<void> {
    const tags = [...waiting];
    waiting = new Set();
    next = undefined;
    await purger.purge(tags).catch(error => log.error({ error, tags }, 'a cache could not be purged'));
    live.changed(tags);
  }

  function enqueue(tags: readonly string[]): Promise<void> {
    for (const tag of tags) waiting.add(tag);
    next ??= running = running.then(run);
    return next;
  }

  function planLate(tag: string): void {
    if (Date.now() - (planned.get(tag) ?? 0) < TOGETHER) return;
    planned.set(tag, Date.now());
    for (const ms of LATE[tag] ?? []) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void enqueue([tag]);
      }, ms + TOGETHER);
      timers.add(timer);
    }
  }

  return {
    name: 'changes',
    async add(tags) {
      if (tags.length === 0) return;
      for (const tag of tags) if (tag in LATE) planLate(tag);
      await enqueue(tags);
    },
    async start() {},
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      await running;
    },
  };
}

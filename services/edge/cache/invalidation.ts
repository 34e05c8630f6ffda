import type { Log } from '../../platform/observability/log.ts';
import type { Worker } from '../../platform/workers/periodic-worker.ts';
import type { Purger } from './purgers/purger.ts';

export interface Invalidation extends Worker {
  /**
   * Purges the tags in every cache, then publishes them to open pages; resolves after that. Tags that arrive during a
   * purge are purged together in the next one.
   */
  invalidate(tags: readonly string[]): Promise<void>;
}

export interface InvalidationDependencies {
  purger: Purger;
  /** Called after each purge. */
  publishTags(tags: readonly string[]): void;
  log: Log;
}

/**
 * Delays of further purges of a tag, ms. The search index consumes the same events and is a little behind the edge: a
 * response that is fetched right after the first purge may still be old. The index is up to date after about 300 ms,
 * and after a second on a busy machine.
 */
const REPEATED_PURGES_MS: ReadonlyMap<string, readonly number[]> = new Map([['search', [400, 1_500]]]);

/** Invalidations within this time share their repeated purges, ms. */
const BATCH_MS = 100;

/** Purges first and publishes then. If purging a cache fails, the tags are still published. */
export function createInvalidation({ purger, publishTags, log }: InvalidationDependencies): Invalidation {
  let waiting = new Set<string>();
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  const timers = new Set<NodeJS.Timeout>();
  const scheduledAt = new Map<string, number>();

  async function run(): Promise<void> {
    const tags = [...waiting];
    waiting = new Set();
    next = undefined;
    await purger.purge(tags).catch(error => log.error({ error, tags }, 'a cache could not be purged'));
    publishTags(tags);
  }

  function enqueue(tags: readonly string[]): Promise<void> {
    for (const tag of tags) waiting.add(tag);
    if (next) return next;
    running = running.then(run);
    next = running;
    return next;
  }

  function scheduleRepeats(tag: string): void {
    if (Date.now() - (scheduledAt.get(tag) ?? 0) < BATCH_MS) return;
    scheduledAt.set(tag, Date.now());
    for (const ms of REPEATED_PURGES_MS.get(tag) ?? []) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void enqueue([tag]);
      }, ms + BATCH_MS);
      timers.add(timer);
    }
  }

  return {
    name: 'invalidation',
    async invalidate(tags) {
      if (tags.length === 0) return;
      for (const tag of tags) if (REPEATED_PURGES_MS.has(tag)) scheduleRepeats(tag);
      await enqueue(tags);
    },
    async start() {},
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      await running;
    },
  };
}

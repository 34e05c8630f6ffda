import type { Collection, Document } from 'mongodb';
import { backoff, pauseFor } from '../backoff.ts';
import type { Log } from '../observability/log.ts';
import type { WakeSource } from '../workers/wake-up.ts';

/** Wakes for each change until `signal` is aborted; opens a change stream that ended again. */
async function watchChanges(
  collection: Pick<Collection, 'watch' | 'collectionName'>,
  { wake, log, signal }: { wake: () => void; log: Log; signal: AbortSignal },
): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    const changes = collection.watch<Document>([{ $project: { _id: 1 } }]);
    const close = () => void changes.close().catch(() => {});
    signal.addEventListener('abort', close, { once: true });
    // What changed before the stream began is looked at once it has.
    changes.once('resumeTokenChanged', wake);
    try {
      for await (const _change of changes) {
        failures = 0;
        wake();
      }
    } catch (error) {
      if (!signal.aborted) log.warn({ error, collection: collection.collectionName }, 'a change stream ended');
    } finally {
      signal.removeEventListener('abort', close);
      close();
    }
    await pauseFor(backoff(failures, 200, 30_000), signal);
  }
}

/**
 * Wakes a worker when a document of `collection` is written, by any process
 * (https://www.mongodb.com/docs/manual/changeStreams/). While no change stream can be had, the worker's own pause
 * counts.
 */
export function mongoWakeUps(collection: Pick<Collection, 'watch' | 'collectionName'>, log: Log): WakeSource {
  return wake => {
    const stopped = new AbortController();
    void watchChanges(collection, { wake, log, signal: stopped.signal });
    return () => stopped.abort();
  };
}

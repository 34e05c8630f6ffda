/** The last purge of each tag, by number. */
export interface PurgeLog {
  /** The number of the last purge. */
  latest(): number;
  record(tags: readonly string[]): void;
  /** Whether one of the tags was purged after the purge of this number; also true where the log does not reach back. */
  isPurgedSince(tags: readonly string[], since: number): boolean;
}

/** Tags whose last purge is logged, for requests that were sent before it. */
const MAX_TAGS = 50_000;

/** Logs the last purge of up to `maxTags` tags. */
export function createPurgeLog(maxTags = MAX_TAGS): PurgeLog {
  /** The number of the last purge by tag, the oldest first. */
  const lastPurge = new Map<string, number>();
  let latest = 0;
  /** Purges up to this number were dropped from the log. */
  let dropped = 0;

  function dropOldest(): void {
    for (const [oldest, number] of lastPurge) {
      if (lastPurge.size <= maxTags) return;
      lastPurge.delete(oldest);
      dropped = number;
    }
  }

  return {
    latest: () => latest,
    record(tags) {
      latest += 1;
      for (const tag of tags) {
        lastPurge.delete(tag);
        lastPurge.set(tag, latest);
      }
      dropOldest();
    },
    isPurgedSince: (tags, since) => since < dropped || tags.some(tag => (lastPurge.get(tag) ?? 0) > since),
  };
}

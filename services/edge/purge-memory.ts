/** Which tags were purged, and when, in numbers of purges. */
export interface PurgeMemory {
  /** The number of the last purge. */
  latest(): number;
  /** The tags are purged now. */
  add(tags: readonly string[]): void;
  /** Whether one of the tags was purged after the purge of this number, or may have been: it is not known any more. */
  hasPurged(tags: readonly string[], since: number): boolean;
}

/** Tags whose last purge is remembered, for requests that began before it. */
const REMEMBERED = 50_000;

/** Remembers the last purge of each of `remembered` tags. */
export function createPurgeMemory(remembered = REMEMBERED): PurgeMemory {
  /** The number of the last purge by tag, the longest ago first. */
  const purged = new Map<string, number>();
  let latest = 0;
  /** Of requests that began before this purge nothing is known. */
  let forgotten = 0;

  function forget(): void {
    for (const [oldest, number] of purged) {
      if (purged.size <= remembered) return;
      purged.delete(oldest);
      forgotten = number;
    }
  }

  return {
    latest: () => latest,
    add(tags) {
      latest += 1;
      for (const tag of tags) {
        purged.delete(tag);
        purged.set(tag, latest);
      }
      forget();
    },
    hasPurged: (tags, since) => since < forgotten || tags.some(tag => (purged.get(tag) ?? 0) > since),
  };
}

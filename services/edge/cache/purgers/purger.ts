/** Removes every response with one of the tags from a cache. */
export interface Purger {
  /** Resolves when none of the responses is reused any more; throws where the cache cannot be purged. */
  purge(tags: readonly string[]): Promise<void>;
}

/** Makes caches forget whatever carries one of the tags. */
export interface Purger {
  /** Resolves when nobody is answered with it any more; throws when that cannot be had. */
  purge(tags: readonly string[]): Promise<void>;
}

import { type CacheKey, matches, type StoredResponse, uriOf } from './stored-response.ts';

/** The stored responses by cache key, by tag and by id, bounded in bytes. */
export interface ResponseIndex {
  /** The stored response for the key, fresh or stale; undefined where there is none. */
  find(key: CacheKey): StoredResponse | undefined;
  get(id: string): StoredResponse | undefined;
  withTag(tag: string): Iterable<StoredResponse>;
  /** Replaces the stored response for the same key. */
  add(stored: StoredResponse, key: CacheKey): void;
  remove(stored: StoredResponse): void;
  /** Removes every variant of the key's URI. */
  removeUri(key: CacheKey): void;
  /** Makes it the last to be evicted. */
  markUsed(stored: StoredResponse): void;
  /** Adds bytes to its size. */
  addSize(stored: StoredResponse, bytes: number): void;
  counts(): { responses: number; bytes: number };
}

type SetsByName = Map<string, Set<StoredResponse>>;

function addTo(index: SetsByName, name: string, stored: StoredResponse): void {
  const same = index.get(name);
  if (same) same.add(stored);
  else index.set(name, new Set([stored]));
}

function removeFrom(index: SetsByName, name: string, stored: StoredResponse): void {
  const same = index.get(name);
  same?.delete(stored);
  if (same?.size === 0) index.delete(name);
}

/** Holds responses of `maxBytes` in all; the least recently used is evicted first. */
export function createResponseIndex(maxBytes: number): ResponseIndex {
  const byUri: SetsByName = new Map();
  const byTag: SetsByName = new Map();
  /** The least recently used first. */
  const byId = new Map<string, StoredResponse>();
  let bytes = 0;

  function remove(stored: StoredResponse): void {
    if (!byId.delete(stored.id)) return;
    bytes -= stored.size;
    removeFrom(byUri, stored.uri, stored);
    for (const tag of stored.tags) removeFrom(byTag, tag, stored);
  }

  function evict(): void {
    for (const stored of byId.values()) {
      if (bytes <= maxBytes) return;
      remove(stored);
    }
  }

  function find(key: CacheKey): StoredResponse | undefined {
    for (const stored of byUri.get(uriOf(key)) ?? []) {
      if (!matches(stored, key)) continue;
      if (stored.deleteAt > Date.now()) return stored;
      remove(stored);
    }
    return undefined;
  }

  return {
    find,
    remove,
    get: id => byId.get(id),
    withTag: tag => byTag.get(tag) ?? [],
    add(stored, key) {
      const previous = find(key);
      if (previous) remove(previous);
      byId.set(stored.id, stored);
      bytes += stored.size;
      addTo(byUri, stored.uri, stored);
      for (const tag of stored.tags) addTo(byTag, tag, stored);
      evict();
    },
    removeUri(key) {
      for (const stored of [...(byUri.get(uriOf(key)) ?? [])]) remove(stored);
    },
    markUsed(stored) {
      if (byId.delete(stored.id)) byId.set(stored.id, stored);
    },
    addSize(stored, added) {
      if (!byId.has(stored.id)) return;
      stored.size += added;
      bytes += added;
      evict();
    },
    counts: () => ({ responses: byId.size, bytes }),
  };
}

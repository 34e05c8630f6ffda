import { type Entry, type Key, matches, urlOf } from './entry.ts';

/** The stored answers, bounded in bytes: found by what is asked for, by their tags, and by their id. */
export interface Entries {
  /** What answers the key and may still be used in some way. */
  find(key: Key): Entry | undefined;
  byId(id: string): Entry | undefined;
  tagged(tag: string): Iterable<Entry>;
  /** In place of the one that answers the same. */
  add(entry: Entry, key: Key): void;
  remove(entry: Entry): void;
  /** Forgets every variant at the key's address. */
  removeAddress(key: Key): void;
  /** Somebody asked for it: others go first where there is no room. */
  touch(entry: Entry): void;
  /** Counts more bytes for it. */
  grow(entry: Entry, bytes: number): void;
  counts(): { answers: number; bytes: number };
}

function put(index: Map<string, Set<Entry>>, name: string, entry: Entry): void {
  const same = index.get(name);
  if (same) same.add(entry);
  else index.set(name, new Set([entry]));
}

function take(index: Map<string, Set<Entry>>, name: string, entry: Entry): void {
  const same = index.get(name);
  same?.delete(entry);
  if (same?.size === 0) index.delete(name);
}

/** Keeps entries of `limit` bytes in all; what was not asked for longest goes first. */
export function createEntries(limit: number): Entries {
  const byUrl = new Map<string, Set<Entry>>();
  const byTag = new Map<string, Set<Entry>>();
  /** In the order of use, the longest unused first. */
  const byUse = new Map<string, Entry>();
  let bytes = 0;

  function remove(entry: Entry): void {
    if (!byUse.delete(entry.id)) return;
    bytes -= entry.size;
    take(byUrl, entry.url, entry);
    for (const tag of entry.tags) take(byTag, tag, entry);
  }

  function shrink(): void {
    for (const entry of byUse.values()) {
      if (bytes <= limit) return;
      remove(entry);
    }
  }

  function find(key: Key): Entry | undefined {
    for (const entry of byUrl.get(urlOf(key)) ?? []) {
      if (!matches(entry, key)) continue;
      if (entry.deleteAt > Date.now()) return entry;
      remove(entry);
    }
    return undefined;
  }

  return {
    find,
    remove,
    byId: id => byUse.get(id),
    tagged: tag => byTag.get(tag) ?? [],
    add(entry, key) {
      const before = find(key);
      if (before) remove(before);
      byUse.set(entry.id, entry);
      bytes += entry.size;
      put(byUrl, entry.url, entry);
      for (const tag of entry.tags) put(byTag, tag, entry);
      shrink();
    },
    removeAddress(key) {
      for (const entry of [...(byUrl.get(urlOf(key)) ?? [])]) remove(entry);
    },
    touch(entry) {
      if (byUse.delete(entry.id)) byUse.set(entry.id, entry);
    },
    grow(entry, more) {
      if (!byUse.has(entry.id)) return;
      entry.size += more;
      bytes += more;
      shrink();
    },
    counts: () => ({ answers: byUse.size, bytes }),
  };
}

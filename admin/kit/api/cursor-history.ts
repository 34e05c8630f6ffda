const storageKey = 'covenant.cursors';
const mostLists = 50;

type CursorList = readonly string[];

/**
 * The cursor of each page of a list. The API pages by cursor, people by page number; this maps one to the other and
 * survives a reload.
 */
export class CursorHistory {
  readonly #trails: Map<string, CursorList>;
  readonly #storage: Storage | undefined;

  constructor(storage?: Storage) {
    this.#storage = storage;
    this.#trails = new Map(parse(storage?.getItem(storageKey)));
  }

  /** The cursor of a page (1-based); the first page has none. Undefined for a page that has not been read yet. */
  cursor(list: string, page: number): { cursor: string | undefined } | undefined {
    if (page <= 1) return { cursor: undefined };
    const cursor = this.#trails.get(list)?.[page - 2];
    return cursor === undefined ? undefined : { cursor };
  }

  /** The last page with a known cursor. */
  lastKnownPage(list: string): number {
    return (this.#trails.get(list)?.length ?? 0) + 1;
  }

  /** Stores the cursor of the page after `page`. */
  setNext(list: string, page: number, next: string): void {
    const trail = [...(this.#trails.get(list) ?? []).slice(0, page - 1), next];
    this.#trails.delete(list);
    this.#trails.set(list, trail);
    const [oldest] = this.#trails.keys();
    if (this.#trails.size > mostLists && oldest !== undefined) this.#trails.delete(oldest);
    this.#storage?.setItem(storageKey, JSON.stringify([...this.#trails]));
  }
}

function parse(text: string | null | undefined): [string, CursorList][] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is [string, CursorList] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false;
  const trail: unknown = value[1];
  return Array.isArray(trail) && trail.every(item => typeof item === 'string');
}

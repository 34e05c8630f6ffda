const storageKey = 'covenant.cursors';
const mostLists = 50;

type CursorList = readonly string[];

/**
 * Where each page of a list begins. Lists are read by cursor, people go back and forth by page: the trail of cursors
 * joins the two, and survives a reload of the page.
 */
export class CursorHistory {
  readonly #trails: Map<string, CursorList>;
  readonly #storage: Storage | undefined;

  constructor(storage?: Storage) {
    this.#storage = storage;
    this.#trails = new Map(parse(storage?.getItem(storageKey)));
  }

  /** The cursor that a page (from 1) begins with; the first has none. Undefined where nobody has been there yet. */
  cursor(list: string, page: number): { cursor: string | undefined } | undefined {
    if (page <= 1) return { cursor: undefined };
    const cursor = this.#trails.get(list)?.[page - 2];
    return cursor === undefined ? undefined : { cursor };
  }

  /** The last page whose beginning is known. */
  lastKnownPage(list: string): number {
    return (this.#trails.get(list)?.length ?? 0) + 1;
  }

  /** What comes after a page. */
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

interface OpenIntent {
  fingerprint: string;
  key: string;
  /** When the key was made: ms since 1970. */
  at: number;
}

/** Services store a response for 24 hours (`Idempotency-Key`); a key is given up a little earlier, ms. */
const lifetimeMs = 23 * 60 * 60 * 1_000;
const mostIntents = 50;

/**
 * Idempotency keys by intention: the same content has the same key until its outcome is known, so that a retry after a
 * lost response runs nothing twice. With a storage they survive a reload of the page.
 */
export class IdempotencyKeys {
  readonly #storage: { storage: Storage; name: string } | undefined;
  #open: readonly OpenIntent[];

  constructor(name?: string, storage: Storage | undefined = globalThis.sessionStorage) {
    this.#storage = name !== undefined && storage ? { storage, name: `covenant.intents.${name}` } : undefined;
    this.#open = parse(this.#storage?.storage.getItem(this.#storage.name));
  }

  /**
   * Runs a mutation under its key. A conclusive response retires the key; no response, or an unavailable service,
   * keeps it for the retry.
   */
  async run<T>(intent: readonly unknown[], mutation: (key: string) => Promise<T>): Promise<T> {
    const fingerprint = JSON.stringify(intent);
    const known = this.#current().find(open => open.fingerprint === fingerprint);
    const key = known?.key ?? crypto.randomUUID();
    if (!known) this.#store([...this.#current(), { fingerprint, key, at: Date.now() }]);
    try {
      const result = await mutation(key);
      this.#retire(fingerprint);
      return result;
    } catch (error) {
      if (isConclusive(error)) this.#retire(fingerprint);
      throw error;
    }
  }

  /** The last intention with an unknown outcome that begins with these parts; undefined where there is none. */
  unresolved(...prefix: readonly unknown[]): readonly unknown[] | undefined {
    const start = JSON.stringify(prefix).slice(0, -1);
    const found = this.#current().findLast(({ fingerprint }) => fingerprint.startsWith(`${start},`));
    const intent: unknown = found && JSON.parse(found.fingerprint);
    return Array.isArray(intent) ? intent : undefined;
  }

  #current(): readonly OpenIntent[] {
    return this.#open.filter(({ at }) => Date.now() - at < lifetimeMs);
  }

  #retire(fingerprint: string): void {
    this.#store(this.#current().filter(open => open.fingerprint !== fingerprint));
  }

  #store(open: readonly OpenIntent[]): void {
    this.#open = open.slice(-mostIntents);
    this.#storage?.storage.setItem(this.#storage.name, JSON.stringify(this.#open));
  }
}

function parse(text: string | null | undefined): readonly OpenIntent[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isOpenIntent) : [];
  } catch {
    return [];
  }
}

function isOpenIntent(value: unknown): value is OpenIntent {
  if (typeof value !== 'object' || value === null) return false;
  if (!('fingerprint' in value) || !('key' in value) || !('at' in value)) return false;
  return typeof value.fingerprint === 'string' && typeof value.key === 'string' && typeof value.at === 'number';
}

/**
 * Whether a failure settles the intention: a refusal does. Without a response, after 408, 429 or a 5xx, or while the
 * first request still runs (409 with `Retry-After`), the outcome is unknown or the request was not looked at.
 */
export function isConclusive(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('status' in error)) return false;
  const { status } = error;
  if (typeof status !== 'number' || status < 400 || status >= 500) return false;
  return status !== 408 && status !== 429 && !(status === 409 && isInProgress(error));
}

function isInProgress(error: object): boolean {
  const headers = 'headers' in error ? error.headers : undefined;
  return typeof headers === 'object' && headers !== null && 'retry-after' in headers;
}

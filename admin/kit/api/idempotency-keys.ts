/**
 * Idempotency keys by intention: the same content has the same key until its outcome is known, so that a retry after
 * a lost response runs nothing twice.
 */
export class IdempotencyKeys {
  readonly #open = new Map<string, string>();

  /**
   * Runs a mutation under its key. A conclusive response retires the key; no response, or an unavailable service,
   * keeps it for the retry.
   */
  async run<T>(what: readonly unknown[], mutation: (key: string) => Promise<T>): Promise<T> {
    const fingerprint = JSON.stringify(what);
    const key = this.#open.get(fingerprint) ?? crypto.randomUUID();
    this.#open.set(fingerprint, key);
    try {
      const result = await mutation(key);
      this.#open.delete(fingerprint);
      return result;
    } catch (error) {
      if (isConclusive(error)) this.#open.delete(fingerprint);
      throw error;
    }
  }
}

function isConclusive(error: unknown): boolean {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return (
    typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 409 && status !== 429
  );
}

/**
 * Keys of what somebody wants done: the same for the same content until it is known how it went, so that trying again
 * after a lost answer runs nothing twice.
 */
export class IdempotencyKeys {
  readonly #open = new Map<string, string>();

  /**
   * Runs a mutation under its key. An answer settles it; no answer, or one of a part that is down, leaves the key for
   * the next try.
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

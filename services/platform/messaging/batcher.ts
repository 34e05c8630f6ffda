interface Pending<T> {
  item: T;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Batches the items of concurrent callers: items that arrive during a run of `run` form the next batch, of at most
 * `maxSize`. So events of many partitions become one bulk write. Each caller waits for the run of its batch, and gets
 * its error.
 */
export function createBatcher<T>(
  run: (items: readonly T[]) => Promise<void>,
  maxSize: number,
): (item: T) => Promise<void> {
  const pending: Pending<T>[] = [];
  let busy = false;

  async function work(): Promise<void> {
    busy = true;
    for (let batch = pending.splice(0, maxSize); batch.length > 0; batch = pending.splice(0, maxSize)) {
      try {
        await run(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  }

  return item =>
    new Promise((resolve, reject) => {
      pending.push({ item, resolve, reject });
      if (!busy) void work();
    });
}

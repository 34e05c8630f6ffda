import { setTimeout as sleep } from 'node:timers/promises';

interface Pending<T> {
  item: T;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Batches the items of concurrent callers: items that arrive during a run of `run` form the next batch, of at most
 * `maxSize`. So events of many partitions become one bulk write. Each caller waits for the run of its batch, and gets
 * its error. A first item waits `lingerMs` (default 0) for others, as Kafka's producers do (`linger.ms`).
 */
export function createBatcher<T>(
  run: (items: readonly T[]) => Promise<void>,
  maxSize: number,
  lingerMs = 0,
): (item: T) => Promise<void> {
  const pending: Pending<T>[] = [];
  let busy = false;

  async function work(): Promise<void> {
    busy = true;
    if (lingerMs > 0) await sleep(lingerMs);
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

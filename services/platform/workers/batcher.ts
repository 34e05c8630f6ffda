import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable } from '../http/unavailable.ts';

interface Pending {
  item: unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export interface BatcherOptions {
  /** The most items of a batch. */
  maxSize: number;
  /** Batches that run at once; default 1. */
  concurrency?: number;
  /** The time that a first item waits for others, ms, as with Kafka's producers (`linger.ms`); default 0. */
  lingerMs?: number;
  /**
   * What a batch of several does when its run throws: `reject` passes the error to each caller (default), `retry` runs
   * each item again alone, so that only the call at fault fails. All fail at once if a dependency is unavailable.
   */
  onError?: 'reject' | 'retry';
}

/**
 * Runs the items of concurrent callers together (group commit): while `concurrency` batches run, further items wait,
 * and the next batch takes up to `maxSize` of them, in order of arrival. So events of many partitions become one bulk
 * write. `run` returns one result an item, in the same order, or none.
 */
export function createBatcher<Item>(
  run: (items: readonly Item[]) => Promise<void>,
  options: BatcherOptions,
): (item: Item) => Promise<void>;
export function createBatcher<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  options: BatcherOptions,
): (item: Item) => Promise<Result>;
export function createBatcher(
  run: (items: readonly unknown[]) => Promise<unknown>,
  { maxSize, concurrency = 1, lingerMs = 0, onError = 'reject' }: BatcherOptions,
): (item: unknown) => Promise<unknown> {
  const pending: Pending[] = [];
  let running = 0;

  async function complete(batch: readonly Pending[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      if (Array.isArray(results) && results.length !== batch.length)
        throw new RangeError(`${results.length} results for a batch of ${batch.length}`);
      for (const [at, { resolve }] of batch.entries()) resolve(Array.isArray(results) ? results[at] : undefined);
    } catch (error) {
      if (onError === 'reject' || batch.length === 1 || isUnavailable(error))
        for (const { reject } of batch) reject(error);
      else for (const one of batch) await complete([one]);
    }
  }

  async function work(): Promise<void> {
    running += 1;
    if (lingerMs > 0) await sleep(lingerMs);
    while (pending.length > 0) await complete(pending.splice(0, maxSize));
    running -= 1;
  }

  return item =>
    new Promise((resolve, reject) => {
      pending.push({ item, resolve, reject });
      if (running < concurrency) void work();
    });
}

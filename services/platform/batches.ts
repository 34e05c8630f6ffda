import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable } from './http/unavailable.ts';

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Runs concurrent calls together (group commit): while `concurrency` batches run, further calls wait, and the next
 * batch takes up to `maxSize` of them, in order of arrival. `run` returns one result an item, in the same order. If it
 * throws for several, each runs again alone, so that only the call at fault fails; all fail at once if a dependency is
 * unavailable. A first call waits `gatherMs` for others.
 */
export function createBatches<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  { concurrency, maxSize, gatherMs = 0 }: { concurrency: number; maxSize: number; gatherMs?: number },
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let running = 0;

  async function settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      if (results.length !== batch.length)
        throw new RangeError(`${results.length} results for a batch of ${batch.length}`);
      for (const [at, result] of results.entries()) batch[at]?.resolve(result);
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await settle([one]);
    }
  }

  async function work(): Promise<void> {
    running += 1;
    if (gatherMs > 0) await sleep(gatherMs);
    while (waiting.length > 0) await settle(waiting.splice(0, maxSize));
    running -= 1;
  }

  return item =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (running < concurrency) void work();
    });
}

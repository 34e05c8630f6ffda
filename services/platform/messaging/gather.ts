interface Waiting<T> {
  item: T;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Lets callers that come while `run` is busy share its next turn: events of many partitions become one bulk write. Each
 * caller waits for the turn that took its item, and gets that turn's error.
 */
export function gather<T>(run: (items: readonly T[]) => Promise<void>, most: number): (item: T) => Promise<void> {
  const waiting: Waiting<T>[] = [];
  let busy = false;

  async function work(): Promise<void> {
    busy = true;
    for (let turn = waiting.splice(0, most); turn.length > 0; turn = waiting.splice(0, most)) {
      try {
        await run(turn.map(({ item }) => item));
        for (const { resolve } of turn) resolve();
      } catch (error) {
        for (const { reject } of turn) reject(error);
      }
    }
    busy = false;
  }

  return item =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void work();
    });
}

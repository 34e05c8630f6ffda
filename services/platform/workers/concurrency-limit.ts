/** Runs at most so many tasks at once; others wait in order of arrival. */
export interface ConcurrencyLimit {
  /** Runs the task when there is room. Throws `overloaded()` where the queue is full or the wait too long. */
  run<T>(task: () => Promise<T>): Promise<T>;
}

export interface ConcurrencyOptions {
  maxConcurrent: number;
  /** The limits of the queue; without them tasks wait however many there are, and as long as it takes. */
  queue?: {
    maxWaiting: number;
    /** The longest wait, ms. */
    timeoutMs: number;
    overloaded(): Error;
  };
}

export function createConcurrencyLimit({ maxConcurrent, queue }: ConcurrencyOptions): ConcurrencyLimit {
  const waiting = new Set<() => void>();
  let running = 0;

  async function acquire(): Promise<void> {
    if (running < maxConcurrent) {
      running += 1;
      return;
    }
    if (queue && waiting.size >= queue.maxWaiting) throw queue.overloaded();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.add(resolve);
    if (!queue) return promise;
    const timer = setTimeout(() => {
      if (waiting.delete(resolve)) reject(queue.overloaded());
    }, queue.timeoutMs);
    await promise.finally(() => clearTimeout(timer));
  }

  /** Hands the place to the first that waits, or frees it. */
  function release(): void {
    const [next] = waiting;
    if (!next) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    next();
  }

  return {
    async run(task) {
      await acquire();
      try {
        return await task();
      } finally {
        release();
      }
    },
  };
}

/** Registers a function that is called when there may be work; the result removes it. */
export type WakeSource = (wake: () => void) => () => void;

/** The pause of a worker between two polls, which ends early when it is woken. */
export interface WakeUp {
  wake(): void;
  /**
   * Resolves after `ms`, when woken, or when `signal` is aborted; at once when woken since the last call. Never throws.
   */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Made of a timer and two callbacks: a signal that is aborted for every event costs as much as the event. */
export function createWakeUp(): WakeUp {
  let isWoken = false;
  let endWait: (() => void) | undefined;
  return {
    wake() {
      isWoken = true;
      endWait?.();
    },
    async wait(ms, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const end = () => resolve();
      const timer = setTimeout(end, ms);
      endWait = end;
      signal.addEventListener('abort', end, { once: true });
      if (!isWoken && !signal.aborted) await promise;
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      endWait = undefined;
      isWoken = false;
    },
  };
}

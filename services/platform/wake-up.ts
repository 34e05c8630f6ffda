import { pauseFor } from './backoff.ts';

/** Registers a function that is called when there may be work; the result removes it. */
export type WakeSource = (wake: () => void) => () => void;

/** The pause of a worker between two looks for work, which ends early when somebody wakes it. */
export interface WakeUp {
  wake(): void;
  /**
   * Resolves after `ms`, when woken, or when `signal` is aborted; at once when woken since the last call. Never throws.
   */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let woken = new AbortController();
  return {
    wake: () => woken.abort(),
    async wait(ms, signal) {
      await pauseFor(ms, AbortSignal.any([signal, woken.signal]));
      woken = new AbortController();
    },
  };
}

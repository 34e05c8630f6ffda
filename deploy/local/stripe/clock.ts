import type { Store } from './store.ts';

/**
 * The sandbox's time in seconds. It can be moved forward, like Stripe's test clocks
 * (https://docs.stripe.com/billing/testing/test-clocks), so that a test need not wait half an hour for a checkout to
 * expire; it never goes back, and keeps its time across a restart.
 */
export class Clock {
  readonly #store: Store;
  #aheadSeconds: number;

  constructor(store: Store) {
    this.#store = store;
    const stored = store.setting('clock_ahead_seconds');
    this.#aheadSeconds = typeof stored === 'number' ? stored : 0;
  }

  now(): number {
    return Math.floor(Date.now() / 1000) + this.#aheadSeconds;
  }

  /** `seconds` must not be negative. */
  advance(seconds: number): void {
    this.#aheadSeconds += seconds;
    this.#store.saveSetting('clock_ahead_seconds', this.#aheadSeconds);
  }
}

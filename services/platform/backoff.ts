import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The pause before the next attempt, ms: exponential backoff with equal jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). `failures` counts the failures in a row
 * before this one, from 0. The pause doubles from `first` up to `max`; half of it is random.
 */
export function backoff(failures: number, first: number, max: number): number {
  const full = Math.min(max, first * 2 ** Math.min(failures, 20));
  return full / 2 + (Math.random() * full) / 2;
}

/** Waits `ms`, or until the signal is aborted; never throws. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** Waits until `time` of `performance.now()`, or until the signal is aborted; not at all where it has passed. */
export async function pauseUntil(time: number, signal: AbortSignal): Promise<void> {
  const ms = time - performance.now();
  if (ms > 0) await pauseFor(ms, signal);
}

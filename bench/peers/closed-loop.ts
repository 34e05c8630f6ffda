import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../measure.ts';
import type { Measured } from './table.ts';

/** After a flow that failed, so that a shop in trouble is not asked all the faster, ms. */
const PAUSE_MS = 200;

/**
 * Repeats a flow `atOnce` times at once, each after its last, for `seconds`, and until all of them have ended. What
 * fails is counted and no part of the rate; throws the last error when nothing succeeds.
 */
export async function runClosedLoop(
  flow: () => Promise<void>,
  { atOnce, seconds }: { atOnce: number; seconds: number },
): Promise<Measured> {
  const times: number[] = [];
  const failures: unknown[] = [];
  const began = performance.now();
  const client = async () => {
    for (let now = performance.now(); now < began + seconds * 1_000; now = performance.now()) {
      try {
        await flow();
        times.push(performance.now() - now);
      } catch (error) {
        failures.push(error);
        await sleep(PAUSE_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const elapsed = (performance.now() - began) / 1_000;
  if (times.length === 0) throw failures.at(-1);
  times.sort((one, other) => one - other);
  return { rate: times.length / elapsed, p50: quantile(times, 0.5), failed: failures.length };
}

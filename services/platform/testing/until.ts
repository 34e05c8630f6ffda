import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Polls until `condition` returns something other than false, null or undefined, and returns that. A condition that
 * throws is polled again. Throws after `timeoutMs` (default 30 s) with the description and the last error.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: { describe: string; timeoutMs?: number; everyMs?: number },
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + (options.timeoutMs ?? 30_000);
  let last: unknown;
  do {
    try {
      const found = await condition();
      if (found !== null && found !== undefined && found !== false)
        return found as Exclude<T, false | null | undefined>;
    } catch (error) {
      last = error;
    }
    await sleep(options.everyMs ?? 20);
  } while (performance.now() < deadline);
  throw new Error(`Waited in vain: ${options.describe}`, last === undefined ? {} : { cause: last });
}

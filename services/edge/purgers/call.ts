import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../../platform/backoff.ts';

/** What a CDN is asked for. */
export interface Call {
  url: string;
  method: 'POST' | 'PURGE';
  headers: Record<string, string>;
  body?: string;
}

export interface CallOptions {
  /** The first pause between attempts, ms, doubling; 200 unless told. */
  firstPauseMs?: number;
}

const ATTEMPTS = 5;
const TIMEOUT_MS = 5_000;

/** Whether trying again may help: the other side is overloaded or down. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/** How long the answer asks to wait, ms (RFC 9110, section 10.2.3); at most half a minute. */
function asked(response: Response | undefined): number {
  const seconds = Number(response?.headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? Math.min(seconds * 1_000, 30_000) : 0;
}

/**
 * Makes a call until it is answered with 2xx, five times at most. Returns the answer's body; throws for any other
 * answer, naming the status and never what was sent: that has credentials.
 */
export async function callUntilDone(name: string, call: Call, options: CallOptions = {}): Promise<string> {
  const { url, ...init } = call;
  for (let failures = 0; ; failures += 1) {
    const isLast = failures === ATTEMPTS - 1;
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
      if (isLast) throw new Error(`${name} cannot be reached`, { cause: error });
      return undefined;
    });
    const text = await response?.text().catch(() => undefined);
    if (response?.ok && text !== undefined) return text;
    if (response && (isLast || !isPassing(response.status)))
      throw new Error(`${name} answered ${response.status}: ${text?.slice(0, 200)}`);
    await sleep(Math.max(asked(response), backoff(failures, options.firstPauseMs ?? 200, 5_000)));
  }
}

/** As many pieces as it takes for none to have more than `most`. */
export function inPieces(tags: readonly string[], most: number): string[][] {
  return Array.from({ length: Math.ceil(tags.length / most) }, (_, index) =>
    tags.slice(index * most, (index + 1) * most),
  );
}

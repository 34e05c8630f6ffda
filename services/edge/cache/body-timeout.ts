import type { IncomingMessage } from 'node:http';

/** The rate at which a large body must arrive, bytes a second. */
const MIN_RATE = 256 * 1024;

/** How long a client may take for a body, ms: `baseMs`, and for a large one as long as the minimum rate allows. */
export function bodyTimeoutOf({ headers }: IncomingMessage, baseMs: number): number {
  const length = Number(headers['content-length'] ?? 0);
  return baseMs + (Number.isFinite(length) ? (length / MIN_RATE) * 1_000 : 0);
}

/** Calls `onTimeout` where the body of a request is not complete after `ms`. */
export function limitBodyTime(request: IncomingMessage, ms: number, onTimeout: () => void): void {
  const timer = setTimeout(() => {
    if (!request.complete) onTimeout();
  }, ms);
  const clear = (): void => clearTimeout(timer);
  request.once('end', clear).once('close', clear);
}

import fs from 'node:fs';
import path from 'node:path';

const EVERY_MS = 10_000;

/** The size at which a log is rotated, bytes: `LOG_MEGABYTES`. */
const maxLogBytes = (): number => (Number(process.env.LOG_MEGABYTES) || 10) * 1_000_000;

/**
 * Copies a log that has grown to `<log>.old`, in place of the copy before, and empties it: the program that appends to
 * it goes on writing to the same file. Lines that it writes in between are lost.
 */
export function rotateLog(log: string, maxBytes = maxLogBytes()): void {
  if (!fs.existsSync(log) || fs.statSync(log).size <= maxBytes) return;
  fs.copyFileSync(log, `${log}.old`);
  fs.truncateSync(log);
}

/** Rotates the logs of a folder until `closing` is aborted. */
export function rotateLogs(folder: string, closing: AbortSignal): void {
  const timer = setInterval(() => {
    if (!fs.existsSync(folder)) return;
    for (const name of fs.readdirSync(folder)) if (name.endsWith('.log')) rotateLog(path.join(folder, name));
  }, EVERY_MS);
  closing.addEventListener('abort', () => clearInterval(timer));
}

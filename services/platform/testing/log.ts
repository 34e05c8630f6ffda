import { createLog, type Log } from '../observability/log.ts';

/** A silent log; with LOG_LEVEL in the environment it writes what a service would write. */
export function silentLog(): Log {
  return createLog('test', { level: process.env.LOG_LEVEL ?? 'silent' });
}

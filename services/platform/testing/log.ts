import { createLog, type Log } from '../observability/log.ts';

/** A log that says nothing, or with LOG_LEVEL in the environment what a service would say. */
export function silentLog(): Log {
  return createLog('test', { level: process.env.LOG_LEVEL ?? 'silent' });
}

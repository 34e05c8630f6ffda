import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { redact, redactText } from './redact.ts';
import { currentTrace } from './trace.ts';

export type Log = Logger;

/**
 * JSON lines on standard output with `service`, and `traceId` and `requestId` inside a trace (trace.ts).
 * redact.ts removes secrets. Log errors as `{ error }`.
 */
export function createLog(service: string, options: { level?: string; destination?: DestinationStream } = {}): Log {
  return pino(
    {
      level: options.level ?? 'info',
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'message',
      formatters: { level: label => ({ level: label }), log: redact },
      hooks: { streamWrite: redactText },
      mixin() {
        const trace = currentTrace();
        if (!trace) return {};
        return trace.requestId === undefined
          ? { traceId: trace.traceId }
          : { traceId: trace.traceId, requestId: trace.requestId };
      },
    },
    options.destination ?? pino.destination({ sync: true }),
  );
}

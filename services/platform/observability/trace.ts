import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/**
 * The current span: W3C Trace Context (https://www.w3.org/TR/trace-context/) and the request it belongs to.
 */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: string;
  /** `x-request-id` of the current request; absent in event handlers and workers. */
  readonly requestId?: string;
}

const storage = new AsyncLocalStorage<Trace>();
const PATTERN = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Reads a `traceparent` header (section 3.2). A malformed header, or one with an id of zeros, counts as absent.
 */
export function parseTraceparent(header: string | undefined): Trace | undefined {
  const [, version, traceId, spanId, flags, rest] = PATTERN.exec(header?.trim() ?? '') ?? [];
  if (!version || !traceId || !spanId || !flags) return undefined;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, flags };
}

/** A new span: a child of the span in `traceparent`, or the root of a new trace if that is absent or malformed. */
export function startTrace(traceparent: string | undefined, requestId?: string): Trace {
  const parent = parseTraceparent(traceparent);
  return {
    traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    flags: parent?.flags ?? '01',
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** Runs `work`, and everything it awaits, inside this span. */
export function inTrace<T>(trace: Trace, work: () => T): T {
  return storage.run(trace, work);
}

/** Runs work in a captured trace. */
export type InCapturedTrace = <T>(work: () => T) => T;

/** Captures the current span, if any: work that belongs to it can be run in it later. */
export function captureTrace(): InCapturedTrace {
  const trace = currentTrace();
  return work => (trace ? inTrace(trace, work) : work());
}

/** The current span, if any. */
export function currentTrace(): Trace | undefined {
  return storage.getStore();
}

/** The `traceparent` header of an outgoing request; undefined outside of a trace. */
export function traceparent(trace: Trace | undefined = currentTrace()): string | undefined {
  return trace && `00-${trace.traceId}-${trace.spanId}-${trace.flags}`;
}

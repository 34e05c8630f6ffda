import type { Operation } from '../openapi/service.ts';
import { reaches } from './intended-break.ts';
import type { IntendedBreakEntry } from './read-intended-breaks.ts';

/** The lifecycle headers of an operation's answers. */
export interface OperationLifecycle {
  /** RFC 9745: since when it is deprecated. */
  deprecation?: string;
  /** RFC 8594: until when it works as it does. */
  sunset?: string;
}

type Dated = Pick<Operation, 'method' | 'path' | 'deprecated' | 'deprecatedSince' | 'sunset'>;

/**
 * What is to be said of an operation: by the intended breaks of its contract that reach it and deprecate it, and by the
 * document itself (`deprecated: true` with `x-deprecated` and `x-sunset`). Of several days the earliest counts.
 */
export function operationLifecycle(
  operation: Dated,
  entries: readonly IntendedBreakEntry[],
): OperationLifecycle | undefined {
  const called = `${operation.method.toUpperCase()} ${operation.path}`;
  const reaching = entries.filter(entry => entry.deprecated !== undefined && reaches(entry, called));
  const own = operation.deprecated ? operation : { deprecatedSince: undefined, sunset: undefined };
  const since = earliest([...reaching.map(({ deprecated }) => deprecated), own.deprecatedSince]);
  const until = earliest([...reaching.map(({ sunset }) => sunset), own.sunset]);
  if (since === undefined && until === undefined) return undefined;
  return {
    ...(since !== undefined && { deprecation: `@${Date.parse(`${since}T00:00:00Z`) / 1000}` }),
    // The day of the sunset is the last one.
    ...(until !== undefined && { sunset: new Date(`${until}T23:59:59Z`).toUTCString() }),
  };
}

function earliest(days: readonly (string | undefined)[]): string | undefined {
  return days.filter(day => day !== undefined).sort()[0];
}

import type { FailedWork, FailedWorkIds } from '../../../generated/platform/types.ts';

/** Work that a service has stopped retrying: jobs that were given up, and events that Kafka refused. */
export interface FailedWorkStore {
  /** The latest of each kind first, at most `limit` of each. */
  list(limit: number): Promise<FailedWork[]>;
  /** Runs jobs again with all their attempts, and publishes events again. Returns those that were there. */
  retry(ids: FailedWorkIds): Promise<FailedWorkIds>;
  /** Deletes jobs and events. Returns those that were there. */
  discard(ids: FailedWorkIds): Promise<FailedWorkIds>;
}

/** A payload with a longer JSON text is not listed. */
export const MAX_LISTED_CHARACTERS = 50_000;

/** The payload as the list shows it. */
export function listedPayload(payload: unknown): Pick<FailedWork, 'payload'> {
  return payload === undefined || JSON.stringify(payload).length > MAX_LISTED_CHARACTERS ? {} : { payload };
}

import type { Change } from '../../../generated/edge/types.ts';
import type { AuditFilter } from './filters.ts';

/** A change received from the live feed; `receivedAt` in ms of `performance.now()`. */
export interface ReceivedChange extends Change {
  receivedAt: number;
}

/** How soon to refetch the log while it lacks a received change, and for how long, ms. */
const refetchMs = 250;
const timeoutMs = 10_000;

/** Whether a change matches the filter of the log. */
export function matchesFilter(change: Change, { resource, resourceId, actor, from, to }: AuditFilter): boolean {
  const { parent, at } = change;
  const isIt = (thing: Pick<Change, 'resource' | 'resourceId'> | undefined) =>
    thing?.resource === resource && thing?.resourceId === resourceId;
  const isOfThing =
    resourceId === undefined ? resource === undefined || change.resource === resource : isIt(change) || isIt(parent);
  return isOfThing && isBy(change.actor, actor) && isWithin(Date.parse(at), from, to);
}

const isWithin = (at: number, from: string | undefined, to: string | undefined): boolean =>
  (from === undefined || at >= Date.parse(from)) && (to === undefined || at < Date.parse(to));

function isBy({ id, email }: Change['actor'], actor: string | undefined): boolean {
  if (actor === undefined) return true;
  return actor.includes('@') ? email?.toLowerCase() === actor.toLowerCase() : id === actor;
}

/**
 * The refetch interval of the log, ms: short while a received change is missing, off after a timeout.
 * @param known the entries that were read
 */
export function refetchIntervalFor(
  filter: AuditFilter,
  known: readonly { id: string }[],
  received: readonly ReceivedChange[],
  now: number,
): number | false {
  const ids = new Set(known.map(({ id }) => id));
  const isMissing = received.some(
    change => now - change.receivedAt < timeoutMs && !ids.has(change.id) && matchesFilter(change, filter),
  );
  return isMissing && refetchMs;
}

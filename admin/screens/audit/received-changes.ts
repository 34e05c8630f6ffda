import type { Change } from '../../../generated/edge/types.ts';
import type { AuditFilter } from './filters.ts';

/** A change that was told; `heardAt` in ms as `performance.now()` counts. */
export interface ReceivedChange extends Change {
  receivedAt: number;
}

/** How soon the log is asked again that does not have yet what was told, and for how long, ms. */
const [refetchMs, timeoutMs] = [250, 10_000];

/** Whether the log shows a change where it is asked for these. */
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
 * When to ask the log again, ms: soon while it does not have a change that was told, and not for ever.
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

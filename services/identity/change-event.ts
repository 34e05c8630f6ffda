import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { identityEvents } from '../../generated/identity/events.ts';
import { changeMade } from '../platform/http/changes.ts';
import type { Principal, RequestContext } from '../platform/http/context.ts';
import type { StaffRow } from './staff-row.ts';

/** What the log shows of a member of staff. */
function shownOf({ email, name, roles, active, invitedUntil, secondFactor }: StaffRow) {
  return {
    email,
    name,
    roles,
    active,
    invited: invitedUntil !== null,
    secondFactor: Boolean(secondFactor?.confirmedAt),
  };
}

/** The event of a change to a member of staff; `before` is undefined for a new member, `after` for one who is gone. */
export type ToChangeEvent = (action: string, before: StaffRow | undefined, after: StaffRow | undefined) => EventRecord;

/** Change events of a request by whoever sent it; by `actor`, where the link of a mail says who that is. */
export function changeEventsOf(context: RequestContext, actor?: Principal): ToChangeEvent {
  const by = actor ? { ...context, principal: actor } : context;
  return (action, before, after) => {
    const member = after ?? before;
    if (!member) throw new Error('A change is about somebody');
    const about = { resource: 'staff', resourceId: member.id, label: member.email, action };
    const states = { ...(before && { before: shownOf(before) }), ...(after && { after: shownOf(after) }) };
    return identityEvents.ChangeMade(member.id, changeMade(by, { ...about, ...states }));
  };
}

/** Somebody of the staff as the one who acts. */
export const asActor = ({ id, email, roles }: StaffRow): Principal => ({ kind: 'staff', id, email, roles });

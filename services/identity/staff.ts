/** What the rules about staff need to know of somebody. */
export interface StaffMember {
  id: string;
  roles: readonly string[];
  active: boolean;
}

/**
 * Whether the change would leave nobody who may manage staff: `activeAdmins` are the ids of all active admins before
 * it. Changing somebody who is no active admin never does.
 */
export function leavesNoAdmin(
  activeAdmins: readonly string[],
  member: StaffMember,
  change: { roles?: readonly string[]; active?: boolean },
): boolean {
  const after = { roles: change.roles ?? member.roles, active: change.active ?? member.active };
  const staysAdmin = after.active && after.roles.includes('admin');
  return !staysAdmin && activeAdmins.every(id => id === member.id) && activeAdmins.length > 0;
}

/** Whether somebody's sessions must end: what they may do shrank. */
export function mustEndSessions(member: StaffMember, change: { roles?: readonly string[]; active?: boolean }): boolean {
  return (
    change.active === false || (change.roles !== undefined && member.roles.some(role => !change.roles?.includes(role)))
  );
}

/** What staff read about somebody's access: invited until they have chosen a password. */
export function statusOf(member: { active: boolean; invitedUntil: Date | null }): 'invited' | 'active' | 'deactivated' {
  if (!member.active) return 'deactivated';
  return member.invitedUntil === null ? 'active' : 'invited';
}

import type { User } from './prisma/client/client.ts';

/** A member of staff as the database has them. */
export type StaffRow = Pick<
  User,
  'id' | 'email' | 'name' | 'roles' | 'active' | 'invitedUntil' | 'createdAt' | 'version'
> & { secondFactor: { confirmedAt: Date | null } | null };

/** What is selected of a `StaffRow`. */
export const staffColumns = {
  id: true,
  email: true,
  name: true,
  roles: true,
  active: true,
  invitedUntil: true,
  createdAt: true,
  version: true,
  secondFactor: { select: { confirmedAt: true } },
} as const;

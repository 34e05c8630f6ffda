import { randomUUID } from 'node:crypto';
import type { Cookie, Page } from 'playwright-core';
import { z } from 'zod';
import { call, environment, read, signInAsAdmin } from '../outside.ts';

/** Somebody who works in the shop, with a role, or without any. */
export interface Staff {
  email: string;
  password: string;
}

export type Role = 'admin' | 'catalog' | 'orders' | 'support';

export const firstAdmin: Staff = { email: environment.ADMIN_EMAIL, password: environment.ADMIN_PASSWORD };

/** Has the first admin add somebody with these roles. */
export async function newStaff(...roles: Role[]): Promise<Staff> {
  const staff = { email: `${roles[0] ?? 'nobody'}-${randomUUID()}@covenant.example`, password: randomUUID() };
  const added = await call(
    'POST',
    '/admin/staff',
    { ...staff, name: `Test ${roles.join(' and ')}`, roles },
    await signInAsAdmin(),
  );
  read(added, 201, z.looseObject({ email: z.string() }));
  return staff;
}

/** Signs this window in at the console, without its form. @returns the session, which other windows may be given */
export async function signIn(page: Page, staff: Staff = firstAdmin): Promise<Cookie[]> {
  const headers = { origin: environment.ADMIN_URL };
  const answer = await page
    .context()
    .request.post(`${environment.ADMIN_URL}/api/auth/sign-in`, { data: staff, headers });
  if (!answer.ok()) throw new Error(`Signing in ${staff.email} gave ${answer.status()}`);
  return page.context().cookies();
}

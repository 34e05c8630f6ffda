import { randomUUID } from 'node:crypto';
import type { Cookie, Page } from 'playwright-core';
import { z } from 'zod';
import { call, environment, read, signInAsAdmin } from '../api-client.ts';

/** A member of staff. */
export interface Staff {
  email: string;
  password: string;
}

export type Role = 'admin' | 'catalog' | 'orders' | 'support';

export const firstAdmin: Staff = { email: environment.ADMIN_EMAIL, password: environment.ADMIN_PASSWORD };

/** Creates a member of staff with these roles, as the first admin. */
export async function createStaff(...roles: Role[]): Promise<Staff> {
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

/** Signs this browser context in at the console, without its form. @returns the session, for other contexts */
export async function signIn(page: Page, staff: Staff = firstAdmin): Promise<Cookie[]> {
  const headers = { origin: environment.ADMIN_URL };
  const response = await page
    .context()
    .request.post(`${environment.ADMIN_URL}/api/auth/sign-in`, { data: staff, headers });
  if (!response.ok()) throw new Error(`The sign-in of ${staff.email} responded ${response.status()}`);
  return page.context().cookies();
}

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Log } from '../platform/observability/log.ts';
import { createPasswords } from './passwords.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { addFirstAdmin } from './store.ts';

/**
 * Makes sure that somebody can sign in to the console: where there is no staff, adds an admin with a random password
 * (120 bits), which is written once to `passwordFile` (mode 0600) before the account exists, so that it cannot be lost
 * to a crash in between. Never logged.
 */
export async function ensureFirstAdmin(options: {
  prisma: PrismaClient;
  email: string;
  passwordFile: string;
  log: Log;
}): Promise<void> {
  const { prisma, email, passwordFile, log } = options;
  if ((await prisma.user.findFirst({ where: { kind: 'staff' }, select: { id: true } })) !== null) return;
  const password = randomBytes(15).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const made = await addFirstAdmin(prisma, {
    email,
    name: 'First admin',
    passwordHash: await createPasswords().hash(password),
    roles: ['admin'],
  });
  if (made) log.info({ email, passwordFile }, 'first admin made; the password is in the file');
}

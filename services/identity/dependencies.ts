import type { RequestContext } from '../platform/http/context.ts';
import type { Auth } from './auth.ts';
import type { Encryption } from './encryption.ts';
import type { Keys } from './keys.ts';
import type { Passwords } from './passwords.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';

/** What the handlers of identity work with. */
export interface IdentityDependencies {
  prisma: PrismaClient;
  auth: Auth;
  keys: Keys;
  passwords: Passwords;
  /** Of the secrets of second factors. */
  encryption: Encryption;
}

/** The browser or program that sends a request. */
export interface Client {
  /** `addressBlock` of its address. */
  address: string;
  userAgent: string;
}

/** Beside what every request has, the cookies that it came with and who sends it. */
export type IdentityContext = RequestContext<Prisma.TransactionClient> & {
  readonly cookies: Headers;
  readonly client: Client;
};

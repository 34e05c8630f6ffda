import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { verifyPassword } from 'better-auth/crypto';
import { unavailable } from '../platform/http/unavailable.ts';

/** scrypt takes about 300 ms of a core and 32 MB, on one of the four threads that Node has for such work. */
const CONCURRENCY = 2;
const MAX_WAITING = 20;

/** The cost of scrypt (RFC 7914): N as a power of two, r and p. */
export interface PasswordCost {
  ln: number;
  r: number;
  p: number;
}

/** OWASP Password Storage Cheat Sheet, scrypt: N=2^15, r=8, p=3. */
const COST: PasswordCost = { ln: 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const MAX_MEMORY = 64 * 1024 * 1024;

function deriveKey(password: string, salt: Buffer, { ln, r, p }: PasswordCost, bytes: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const cost = { N: 2 ** ln, r, p, maxmem: MAX_MEMORY };
  scrypt(password.normalize('NFKC'), salt, bytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  return promise;
}

/** The PHC string format: `$scrypt$ln=15,r=8,p=3$<salt>$<key>`, base64 without padding. */
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
const encode = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

const prefixOf = ({ ln, r, p }: PasswordCost): string => `$scrypt$ln=${ln},r=${r},p=${p}$`;

async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, cost, KEY_BYTES);
  return `${prefixOf(cost)}${encode(salt)}$${encode(key)}`;
}

async function isPasswordOf(hash: string, password: string): Promise<boolean> {
  const [, ln, r, p, salt, key] = PHC.exec(hash) ?? [];
  // Until version 2.0.0 hashes were those of better-auth.
  if (salt === undefined || key === undefined) return verifyPassword({ hash, password });
  const stored = Buffer.from(key, 'base64');
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return timingSafeEqual(await deriveKey(password, Buffer.from(salt, 'base64'), cost, stored.length), stored);
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Without a hash it takes as long as with one and is false: nobody learns by the time who has an account. */
  verify(attempt: { hash: string | undefined; password: string }): Promise<boolean>;
  /** Whether a hash was made with another cost than today's; hash the password again once it is known. */
  isOutdated(hash: string): boolean;
}

/**
 * Hashes and verifies passwords, few at a time: many sign-ins at once must not stall what else needs the process.
 * @throws ProblemError 503 when too many wait already
 */
export function createPasswords({
  concurrency = CONCURRENCY,
  maxWaiting = MAX_WAITING,
  cost = COST,
}: {
  concurrency?: number;
  maxWaiting?: number;
  cost?: PasswordCost;
} = {}): Passwords {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function limited<T>(work: () => Promise<T>): Promise<T> {
    if (running >= concurrency) {
      if (waiting.length >= maxWaiting) throw unavailable('Sign-in');
      await new Promise<void>(resolve => {
        waiting.push(resolve);
      });
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    hash: password => limited(() => hashPassword(password, cost)),
    verify: ({ hash, password }) =>
      limited(async () => {
        if (hash !== undefined) return isPasswordOf(hash, password);
        await deriveKey(password, randomBytes(16), cost, KEY_BYTES);
        return false;
      }),
    isOutdated: hash => !hash.startsWith(prefixOf(cost)),
  };
}

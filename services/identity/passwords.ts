import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { unavailable } from '../platform/http/unavailable.ts';

/** scrypt takes about 100 ms of a core and 32 MB, on one of the four threads that Node has for such work. */
const CONCURRENCY = 2;
const MOST_WAITING = 20;

export interface Passwords {
  hash(password: string): Promise<string>;
  verify(attempt: { hash: string; password: string }): Promise<boolean>;
}

/**
 * Hashes and verifies passwords, few at a time: many sign-ins at once must not stall what else needs the process.
 * @throws ProblemError 503 when too many wait already
 */
export function createPasswords(
  limits: { concurrency: number; waiting: number } = { concurrency: CONCURRENCY, waiting: MOST_WAITING },
): Passwords {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function limited<T>(work: () => Promise<T>): Promise<T> {
    if (running >= limits.concurrency) {
      if (waiting.length >= limits.waiting) throw unavailable('Sign-in');
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
    hash: password => limited(() => hashPassword(password)),
    verify: attempt => limited(() => verifyPassword(attempt)),
  };
}

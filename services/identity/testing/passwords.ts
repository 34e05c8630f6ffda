import { createPasswords } from '../passwords.ts';

/** Passwords at a cost of 3 ms: what suites test of them does not depend on it, and they sign in hundreds of times. */
export const cheapPasswords = () => createPasswords({ cost: { ln: 10, r: 8, p: 1 } });

import { normalizeEmail } from '../platform/email-address.ts';

/** The address of an account, however it is typed: neither case nor the script of a domain tells accounts apart. */
export const accountEmail = (text: string): string => (normalizeEmail(text) ?? text).toLowerCase();

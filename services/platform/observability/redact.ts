import { types } from 'node:util';
import { stdSerializers } from 'pino';
import { secretFields } from '../../../generated/platform/secrets.ts';

const HIDDEN = '[redacted]';
/** What programs and partners call secrets; those of our contracts say it themselves. */
const SECRET_NAME =
  /^(authorization|cookies?|set-cookie|pan|cvc|cvv|card)$|password|passphrase|secret|token|credential|api[-_]?key|private[-_]?key|card[-_]?number/i;
const DEPTH = 6;

const isSecret = (name: string): boolean => secretFields.has(name) || SECRET_NAME.test(name);

/** A JSON web token, or the token after `Bearer`. */
const BEARER = /\b(?:Bearer\s+[\w.~+/-]+=*|eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*)/g;

/** Thirteen to nineteen digits with the first digit of a card number, alone or in groups of four, no part of a longer
 * word. */
const CARD = /(?<![\w.-])[2-6](?:\d{12,18}|\d{3}(?:[ -]\d{4}){2}[ -]\d{1,7})(?![\w.-])/g;

/** The Luhn check of card numbers (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  let total = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    total += value > 9 ? value - 9 : value;
  }
  return total % 10 === 0;
}

function walk(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (types.isNativeError(value)) return walk({ ...stdSerializers.err(value) }, depth);
  if (depth >= DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map(item => walk(item, depth + 1));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return walk(value.toJSON(), depth + 1);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isSecret(name) ? HIDDEN : walk(item, depth + 1)]),
  );
}

/**
 * A copy of a log entry in which the value of every member with the name of a secret (authorization, cookies, tokens,
 * card data) is hidden.
 */
export function redact(entry: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([name, item]) => [name, isSecret(name) ? HIDDEN : walk(item, 0)]),
  );
}

/** A log line in which all bearer tokens, JSON web tokens and card numbers are hidden. */
export function redactText(line: string): string {
  return line.replace(BEARER, HIDDEN).replace(CARD, found => (passesLuhn(found.replace(/\D/g, '')) ? HIDDEN : found));
}

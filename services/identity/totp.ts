import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** RFC 6238, section 4: the codes of an authenticator app, as every app makes them by default. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** RFC 6238, section 5.2: one step of drift, either way. */
const DRIFT_STEPS = 1;
/** RFC 4226, section 4, R6: 160 bits. */
const SECRET_BYTES = 20;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 (RFC 4648, section 6) without padding. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((value << (5 - bits)) & 31);
}

/** A new secret of an app. */
export const newSecret = (): Buffer => randomBytes(SECRET_BYTES);

/** The URI that apps read from a QR code (Google Authenticator, "Key URI Format"). */
export function secretUri(secret: Uint8Array, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}

export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1_000 / STEP_SECONDS);

/** The code of a time step (RFC 4226, section 5.3). */
export function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/**
 * The time step whose code this is, at most one before or after the present one and later than `lastStep`, whose code
 * was used; undefined for any other code.
 */
export function matchingStep(secret: Uint8Array, code: string, now: Date, lastStep: number): number | undefined {
  const given = Buffer.from(code);
  for (let step = stepAt(now) - DRIFT_STEPS; step <= stepAt(now) + DRIFT_STEPS; step += 1) {
    const expected = Buffer.from(codeOf(secret, step));
    if (step > lastStep && expected.length === given.length && timingSafeEqual(expected, given)) return step;
  }
  return undefined;
}

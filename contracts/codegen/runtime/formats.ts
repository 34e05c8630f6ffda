import ajvFormats from 'ajv-formats/dist/formats.js';
import { isIdnEmail } from './idn-email.ts';

const { fullFormats } = ajvFormats;
/** So many hexadecimal digits, each written out: V8 tests that three times as fast as `{8}`. */
const hex = (count: number): string => '[0-9a-fA-F]'.repeat(count);
const uuid = new RegExp(`^${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}$`);
/** RFC 3339, section 5.6, without leap seconds; whether the month has the day is another question. */
const dateTime =
  /^\d\d\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
/** The last day that every month has. */
const EVERY_MONTH = 28;

/**
 * The formats that validators know: those of ajv-formats, some narrowed to what storage, `Date`, `RegExp` and `URL`
 * really take. `uuid` has no `urn:` prefix, `date-time` is an instant that exists (no leap second), a `uri` of the web
 * can be opened, `int64` is a safe integer, `regex` is a pattern as validators compile them (JSON Schema Core 2020-12,
 * 6.4). `idn-email` is added.
 */
export const formats = {
  ...fullFormats,
  uuid,
  'date-time': { validate: isDateTime },
  regex: { validate: isPattern },
  uri: { validate: isUri },
  'idn-email': { validate: isIdnEmail },
  int64: { type: 'number' as const, validate: Number.isSafeInteger },
};

/** The formats by name, one that is not known by none. */
export const formatsByName: ReadonlyMap<string, unknown> = new Map(Object.entries(formats));
export const knownFormats: ReadonlySet<string> = new Set(formatsByName.keys());

function isDateTime(text: string): boolean {
  if (!dateTime.test(text)) return false;
  const day = numberAt(text, 8);
  return day <= EVERY_MONTH || day <= daysIn(Number(text.slice(0, 4)), numberAt(text, 5));
}

const ZERO = 48;

/** The number of two digits at a place of a text. */
const numberAt = (text: string, at: number): number =>
  (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** RFC 3986; with a scheme of the web, also one that programs can open (WHATWG URL). */
function isUri(text: string): boolean {
  return isRfc3986Uri(text) && (!/^https?:/i.test(text) || URL.canParse(text));
}

function isRfc3986Uri(text: string): boolean {
  const { uri } = fullFormats;
  return typeof uri === 'function' && uri(text) === true;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}
